-- Which current document is called ?1: by its path, its address or the end of its path, and is that its whole path? Exact
-- matches first.
SELECT document_id, path = ?1
FROM document
WHERE is_current AND (path = ?1 OR url = ?1 OR substr(path, -length(?1) - 1) = '/' || ?1)
ORDER BY path = ?1 DESC, url = ?1 DESC, document_id
LIMIT 2
