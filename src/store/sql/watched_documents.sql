-- Which documents that count came from the watched file ?1, shown as ?2? It, or its rows.
SELECT slot, path FROM document
WHERE is_current AND (
  slot = ?1
  OR slot >= ?1 || '#' AND slot < ?1 || '$'
  OR format = 'jsonl' AND url IS NOT NULL AND path >= ?2 || '#L' AND path < ?2 || '#M'
)
ORDER BY document_id
