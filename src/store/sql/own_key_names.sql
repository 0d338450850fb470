-- Which documents name somebody by key ?1, and how do they spell it?
SELECT l.local_entity_id, l.name, d.slot
FROM local_entity l
JOIN document d ON d.document_id = l.document_id
WHERE l.own_key = ?1
ORDER BY l.local_entity_id
