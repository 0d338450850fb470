-- What document ?1 names no longer counts.
UPDATE local_entity SET is_current = 0 WHERE document_id = ?1
