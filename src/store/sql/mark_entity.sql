-- Has the name of entity ?1 counted anew at the end of the run.
UPDATE entity SET is_dirty = 1 WHERE entity_id = ?1
