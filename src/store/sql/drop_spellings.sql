-- The spellings of entities whose names are counted anew are worked out anew.
DELETE FROM entity_spelling WHERE entity_id IN (SELECT entity_id FROM entity WHERE is_dirty)
