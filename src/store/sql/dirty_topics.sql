-- Which topics wait to be gathered? The first ?1.
SELECT topic_id FROM topic WHERE is_dirty LIMIT ?1
