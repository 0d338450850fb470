-- What else does document ?1 name, but for what it knows as ?2?
SELECT name FROM local_entity WHERE document_id = ?1 AND local_entity_id <> ?2
