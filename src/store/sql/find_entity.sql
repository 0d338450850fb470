-- Which entity has key ?1?
SELECT entity_id, is_dirty FROM entity WHERE key = ?1
