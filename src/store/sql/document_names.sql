-- Whom and what does document ?1, which belongs to no story, name, and what do the keys mean over the whole store? In their order.
SELECT
  l.local_entity_id, l.document_id, l.entity_id, l.name, l.own_key, l.link_reason, l.link_score, e.key,
  e.kind,
  coalesce(n.means, l.own_key) AS base_key,
  CASE WHEN n.means <> n.root THEN 'decided' WHEN n.root <> n.leader THEN n.root_reason ELSE n.reason END AS base_reason,
  CASE WHEN n.means <> n.root THEN 1.0 WHEN n.root <> n.leader THEN n.root_score ELSE n.score END AS base_score,
  coalesce(n.leader, l.own_key) AS leader,
  d.slot
FROM document d
JOIN local_entity l ON l.document_id = d.document_id
JOIN entity e ON e.entity_id = l.entity_id
LEFT JOIN name_key n ON n.key = l.own_key
WHERE d.document_id = ?1 AND e.kind IN ('person', 'place', 'organisation')
ORDER BY l.local_entity_id
