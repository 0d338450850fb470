-- Which files of the inputs ?1 (a JSON array) do batches read?
SELECT file, path, input FROM watched WHERE input IN (SELECT value FROM json_each(?1)) ORDER BY file
