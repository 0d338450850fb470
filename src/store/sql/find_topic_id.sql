-- Which topic's id begins with ?1?
SELECT finding_id FROM topic WHERE finding_id >= ?1 AND finding_id < ?1 || '~' LIMIT 1
