-- What is an entity called, by the current documents and by the store?
SELECT entity_id, name FROM local_entity WHERE is_current UNION SELECT entity_id, name FROM entity
