-- Local entity ?1 resolves to entity ?2.
UPDATE local_entity SET entity_id = ?2 WHERE local_entity_id = ?1
