-- Drops what a document knows as ?1.
DELETE FROM local_entity WHERE local_entity_id = ?1
