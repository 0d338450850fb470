-- About what do the sources disagree? One row a finding, as the last run left it.
-- Reads finding_kept, topic, entity, run, finding_change, judgement_standing. status: what a person decided (view judgement), or
-- open. New and changed: since the run that ended before the last one. Most serious first: ORDER BY severity DESC, weight DESC, n_sources DESC, finding_id.
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
  coalesce(j.status, 'open') AS status,
  k.first_change > last.seen AND coalesce((
    SELECT c.fingerprint FROM finding_change c
    WHERE c.finding_id = t.finding_id AND c.change_id <= last.seen
    ORDER BY c.change_id DESC LIMIT 1
  ), '') = '' AS is_new,
  k.last_change > last.seen AND coalesce((
    SELECT c.fingerprint FROM finding_change c
    WHERE c.finding_id = t.finding_id AND c.change_id <= last.seen
    ORDER BY c.change_id DESC LIMIT 1
  ), '') NOT IN ('', k.fingerprint) AS is_changed,
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
LEFT JOIN judgement_standing j ON j.finding_id = t.finding_id
CROSS JOIN (
  -- What was known when the last but one of the runs that are done had ended.
  SELECT coalesce((SELECT last_change FROM run WHERE status = 'done' ORDER BY last_change DESC LIMIT 1 OFFSET 1), 0) AS seen
) last;
