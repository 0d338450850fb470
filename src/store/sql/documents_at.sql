-- Which documents that count are named ?1, by path or address, or lie at the full path ?2: the file, a folder that holds it,
-- a file whose rows they are?
SELECT document_id, slot, path FROM document
WHERE is_current AND (
  path = ?1 OR url = ?1 OR slot IN (?1, ?2)
  OR substr(slot, 1, length(?2) + 1) IN (?2 || '/', ?2 || '#')
  OR substr(path, 1, length(?1) + 2) = ?1 || '#L'
)
ORDER BY document_id
