-- How do current documents spell entity ?1, and where?
SELECT a.value_text, d.path
FROM topic t
JOIN assertion a ON a.topic_id = t.topic_id AND a.is_current
JOIN document d ON d.document_id = a.document_id
WHERE t.entity_id = ?1 AND t.attribute = 'name' AND t.kind = 'name'
ORDER BY d.document_id, a.char_start
