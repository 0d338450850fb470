-- Which current documents but ?2 carry passage ?1? The first two.
SELECT DISTINCT document_id FROM assertion
WHERE passage = ?1 AND passage <> '' AND is_current AND document_id <> ?2
LIMIT 2
