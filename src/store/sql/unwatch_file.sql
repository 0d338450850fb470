-- Batches no longer read file ?1.
DELETE FROM watched WHERE file = ?1
