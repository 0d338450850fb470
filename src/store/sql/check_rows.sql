-- Which statements stand with another document's, topic's or entity's rows?
SELECT 'statement ' || a.assertion_id
FROM assertion a
JOIN document d ON d.document_id = a.document_id
JOIN topic t ON t.topic_id = a.topic_id
JOIN question q ON q.question_id = a.question_id
JOIN local_entity l ON l.local_entity_id = a.local_entity_id
WHERE a.is_current <> d.is_current OR l.is_current <> d.is_current OR l.document_id <> a.document_id
   OR q.topic_id <> a.topic_id OR a.kind <> t.kind
