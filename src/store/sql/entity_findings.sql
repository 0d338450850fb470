-- What is at odds about entity ?1? The most serious first.
SELECT f.finding_id AS id, f.label AS attribute, f.readings, f.relation
FROM finding f
JOIN topic t ON t.topic_id = f.topic_id
WHERE t.entity_id = ?1
ORDER BY f.severity DESC, f.weight DESC, f.n_sources DESC, f.finding_id
