-- How the leads of topic ?1 stand to each other, the most serious first.
SELECT p.left_id, p.right_id, y.relation, p.reason, y.explanation, p.gap, x.severity
FROM pair_reason p
JOIN reason y ON y.reason = p.reason
JOIN relation x ON x.relation = y.relation
WHERE p.topic_id = ?1 AND p.is_lead
ORDER BY x.severity DESC, p.gap DESC, p.left_id, p.right_id
