-- Document ?1 has the stories after it settled anew.
UPDATE document SET is_settled = 0 WHERE document_id = ?1
