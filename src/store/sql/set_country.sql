-- Tells the country ?2 of source ?1, where none was known.
UPDATE source SET country = ?2 WHERE source_id = ?1 AND country IS NULL
