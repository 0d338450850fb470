-- Document ?1 is no longer the version that counts.
UPDATE document SET is_current = 0 WHERE document_id = ?1
