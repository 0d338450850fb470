-- What does document ?1 credit to entity ?2, and by which words?
SELECT assertion_id, coalesce(attributed_to, '') FROM assertion WHERE document_id = ?1 AND speaker_id = ?2 ORDER BY assertion_id
