-- Batches read file ?1, shown as ?2, of input ?3. One whose documents count already, and that is not watched yet, came by
-- another way: it is left alone.
INSERT INTO watched (file, path, input)
SELECT ?1, ?2, ?3
WHERE EXISTS (SELECT 1 FROM watched WHERE file = ?1)
  OR NOT EXISTS (
    SELECT 1 FROM document
    WHERE is_current AND (slot = ?1 OR slot >= ?1 || '#' AND slot < ?1 || '$')
  )
  AND NOT EXISTS (
    SELECT 1 FROM document
    WHERE is_current AND format = 'jsonl' AND url IS NOT NULL AND path >= ?2 || '#L' AND path < ?2 || '#M'
  )
ON CONFLICT (file) DO UPDATE SET path = excluded.path, input = excluded.input
