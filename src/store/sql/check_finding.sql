-- What was kept of topic ?1, and what the views make of it now; a null side has no finding.
SELECT
  k.relation, k.reason, k.n_documents, k.n_sources, k.n_origins, k.first_on, k.last_on, k.readings,
  l.relation, l.reason, l.n_documents, l.n_sources, l.n_origins, l.first_on, l.last_on,
  k.answers
FROM (SELECT ?1 AS topic_id) t
LEFT JOIN finding_kept k ON k.topic_id = t.topic_id
LEFT JOIN (SELECT * FROM finding_live WHERE topic_id = ?1) l ON l.topic_id = t.topic_id
