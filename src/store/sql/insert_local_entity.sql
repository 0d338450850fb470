-- Adds an entity as one document knows it.
INSERT INTO local_entity (document_id, entity_id, name, own_key) VALUES (?1, ?2, ?3, ?4)
