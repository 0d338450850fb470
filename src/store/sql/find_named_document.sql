-- Which current document is called ?1: by its path, its address or the end of its path? Exact matches first.
SELECT d.document_id, d.path, d.title, d.text, s.name, s.country, d.published_on, d.language
FROM document d
JOIN source s ON s.source_id = d.source_id
WHERE d.is_current AND (d.path = ?1 OR d.url = ?1 OR substr(d.path, -length(?1) - 1) = '/' || ?1)
ORDER BY d.path = ?1 DESC, d.url = ?1 DESC, d.document_id
LIMIT 2
