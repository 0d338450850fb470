-- Run ?2 took document ?1 out.
UPDATE document SET forgotten_run = ?2 WHERE document_id = ?1
