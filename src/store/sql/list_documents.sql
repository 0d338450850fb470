-- The documents as they were read, by source and date; ?1: older versions too.
SELECT
  d.path AS document,
  s.name AS source,
  d.published_on AS published,
  d.published_basis AS basis,
  d.language,
  (SELECT count(*) FROM assertion a WHERE a.document_id = d.document_id) AS assertions,
  d.version,
  d.title,
  d.url
FROM document d
JOIN source s ON s.source_id = d.source_id
WHERE ?1 OR d.is_current
ORDER BY s.name, d.published_on, d.path, d.version
