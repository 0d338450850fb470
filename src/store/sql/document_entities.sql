-- Whom and what does document ?1 name? In the order in which it was read.
SELECT l.name, e.kind, l.own_key
FROM local_entity l
JOIN entity e ON e.entity_id = l.entity_id
WHERE l.document_id = ?1
ORDER BY l.local_entity_id
