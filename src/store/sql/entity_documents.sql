-- Which current documents name entity ?1, and by which keys?
SELECT l.own_key, l.document_id, d.slot
FROM local_entity l
JOIN document d ON d.document_id = l.document_id
WHERE l.entity_id = ?1 AND l.is_current
ORDER BY l.document_id, l.own_key
