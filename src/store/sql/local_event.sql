-- Which of document ?1's entities has key ?2?
SELECT l.local_entity_id, l.entity_id, l.name
FROM local_entity l
JOIN entity e ON e.entity_id = l.entity_id
WHERE l.document_id = ?1 AND e.key = ?2
