-- Document ?1 tells of story ?2.
UPDATE document SET story = ?2, is_settled = 1 WHERE document_id = ?1
