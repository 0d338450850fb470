-- Which topics are gathered?
SELECT topic_id, finding_id FROM topic WHERE NOT is_dirty
