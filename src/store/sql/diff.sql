-- What happened to findings after change ?1? Each with what it was then and what it is now; what came and went in between is
-- left out. New ones first, then changed ones, then those that are gone; of these the most serious first.
SELECT
  CASE WHEN b.change_id IS NULL THEN 'new' WHEN a.change = 'gone' THEN 'gone' ELSE 'changed' END AS change,
  n.finding_id,
  coalesce(e.name, a.entity) AS entity,
  a.attribute,
  a.kind,
  b.relation AS relation_before,
  b.readings AS readings_before,
  CASE WHEN a.change <> 'gone' THEN a.relation END AS relation,
  CASE WHEN a.change <> 'gone' THEN a.readings END AS readings,
  a.label,
  a.is_at_odds OR coalesce(b.is_at_odds, 0) AS is_at_odds,
  max(a.confidence, coalesce(b.confidence, 0)) AS confidence,
  a.run_id
FROM (SELECT DISTINCT finding_id FROM finding_change WHERE change_id > ?1) n
JOIN finding_history a ON a.change_id = (
  SELECT max(c.change_id) FROM finding_change c WHERE c.finding_id = n.finding_id
)
LEFT JOIN finding_history b ON b.change <> 'gone' AND b.change_id = (
  SELECT max(c.change_id) FROM finding_change c WHERE c.finding_id = n.finding_id AND c.change_id <= ?1
)
LEFT JOIN topic t ON t.finding_id = n.finding_id
LEFT JOIN entity e ON e.entity_id = t.entity_id
WHERE a.fingerprint <> coalesce(b.fingerprint, '')
ORDER BY
  CASE WHEN b.change_id IS NULL THEN 1 WHEN a.change = 'gone' THEN 3 ELSE 2 END,
  max(a.severity, coalesce(b.severity, 0)) DESC,
  n.finding_id
