-- Which current documents know entity ?1, under which name and key?
SELECT l.local_entity_id, l.name, l.own_key, l.document_id FROM local_entity l WHERE l.entity_id = ?1 AND l.is_current ORDER BY l.document_id, l.local_entity_id
