-- What a document knows as ?1 has key ?2.
UPDATE local_entity SET own_key = ?2 WHERE local_entity_id = ?1
