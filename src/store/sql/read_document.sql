-- Document ?1 as it was read.
SELECT d.path, d.title, d.text, s.name, s.country, d.url, d.published_on, d.published_basis, d.language, d.format
FROM document d
JOIN source s ON s.source_id = d.source_id
WHERE d.document_id = ?1
