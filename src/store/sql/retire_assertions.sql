-- What document ?1 states no longer counts.
UPDATE assertion SET is_current = 0 WHERE document_id = ?1
