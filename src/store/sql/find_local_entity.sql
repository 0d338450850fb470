-- As which entity does document ?1 know the one whose name gives key ?2, or else ?3? The first where several do.
SELECT l.local_entity_id, l.entity_id, e.key
FROM local_entity l
JOIN entity e ON e.entity_id = l.entity_id
WHERE l.document_id = ?1 AND l.own_key IN (?2, ?3)
ORDER BY l.own_key <> ?2, l.local_entity_id
LIMIT 1
