-- What is at odds in topic ?1?
SELECT relation, reason, severity, weight, n_documents, n_sources, n_origins, first_on, last_on, confidence
FROM finding_live
WHERE topic_id = ?1
