-- Under which names and offices does a document know its entity ?1? With ?2: all that it states of it.
SELECT a.assertion_id, a.topic_id, t.attribute, a.kind, q.place_key, q.subgroup, q.period, q.is_planned
FROM assertion a
JOIN topic t ON t.topic_id = a.topic_id
JOIN question q ON q.question_id = a.question_id
WHERE a.local_entity_id = ?1 AND (?2 OR a.kind IN ('name', 'role'))
