-- Which questions do the statements of local entity ?1 answer?
SELECT DISTINCT q.question_id, q.topic_id, t.attribute, t.kind, q.place_key, q.subgroup, q.period, q.is_planned
FROM assertion a
JOIN question q ON q.question_id = a.question_id
JOIN topic t ON t.topic_id = q.topic_id
WHERE a.local_entity_id = ?1
ORDER BY q.question_id
