-- Which topic is attribute ?2 of entity ?1, of kind ?3?
SELECT topic_id, is_dirty FROM topic WHERE entity_id = ?1 AND attribute = ?2 AND kind = ?3
