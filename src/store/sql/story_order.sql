-- The documents of story ?1 in order.
SELECT document_id, coalesce(published_on, '9999') || ' ' || content_hash AS place
FROM document
WHERE is_current AND story = ?1
ORDER BY place
