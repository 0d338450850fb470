-- Whom and what does document ?1 name, as it alone knows them, and what do they resolve to?
SELECT l.local_entity_id, l.entity_id, l.own_key, l.name, e.kind
FROM local_entity l
JOIN entity e ON e.entity_id = l.entity_id
WHERE l.document_id = ?1
ORDER BY l.local_entity_id
