-- Which passages does document ?1 carry?
SELECT DISTINCT passage FROM assertion WHERE document_id = ?1 AND passage <> ''
