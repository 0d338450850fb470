-- Does a document before place ?2 in the order tell of story ?1?
SELECT EXISTS (
  SELECT 1 FROM document
  WHERE is_current AND story = ?1 AND coalesce(published_on, '9999') || ' ' || content_hash < ?2
)
