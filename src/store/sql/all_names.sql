-- By which names and keys are the people, places and things of current documents known?
SELECT DISTINCT l.entity_id, l.name, e.key, e.name
FROM local_entity l
JOIN entity e ON e.entity_id = l.entity_id
WHERE l.is_current
