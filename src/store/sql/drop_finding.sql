-- Nothing is at odds in topic ?1; what was?
DELETE FROM finding_kept WHERE topic_id = ?1
RETURNING relation, readings, severity, weight, confidence
