-- About what do the sources disagree? One row a finding, as the last run left it.
-- Reads finding_kept, topic, entity, run. Most serious first: ORDER BY severity DESC, weight DESC, n_sources DESC, finding_id.
-- is_at_odds: what a person should look at; the others are differences with an explanation.
CREATE VIEW finding AS
SELECT
  t.finding_id,
  e.name AS entity,
  t.attribute,
  t.kind,
  k.relation,
  k.readings,
  k.n_readings,
  k.n_documents,
  k.n_sources,
  k.n_origins,
  k.first_on,
  k.last_on,
  'open' AS status,
  k.first_run = last.run_id AS is_new,
  k.changed_run = last.run_id AND k.first_run < last.run_id AS is_changed,
  k.reason,
  k.severity,
  k.weight,
  k.severity >= 6 OR k.severity = 5 AND k.weight >= 3 AS is_at_odds,
  e.kind AS entity_kind,
  a.label,
  t.topic_id,
  k.confidence
FROM finding_kept k
JOIN topic t ON t.topic_id = k.topic_id
JOIN entity e ON e.entity_id = t.entity_id
JOIN attribute a ON a.attribute = t.attribute
CROSS JOIN (SELECT coalesce(max(run_id), 0) AS run_id FROM run WHERE status = 'done') last;
