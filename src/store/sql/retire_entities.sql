-- The entities that document ?1 names have their names counted anew.
UPDATE entity SET is_dirty = 1 WHERE entity_id IN (SELECT entity_id FROM local_entity WHERE document_id = ?1)
