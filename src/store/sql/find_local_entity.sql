-- As which entity does document ?1 know the one whose name gives key ?2? The first where several do.
SELECT local_entity_id, entity_id FROM local_entity WHERE document_id = ?1 AND own_key = ?2 ORDER BY local_entity_id LIMIT 1
