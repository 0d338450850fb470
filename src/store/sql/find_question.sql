-- Which question has this scope?
SELECT question_id FROM question
WHERE topic_id = ?1 AND place_key = ?2 AND subgroup = ?3 AND period = ?4 AND is_planned = ?5
