-- Of the findings that pass the filters, what decides whether and where each is shown; a filter is null where it is not set: ?1 JSON
-- array of entity ids, ?2 JSON array of attributes, ?3 kind, ?4 JSON array of source ids. Reads nothing that only a reader needs.
SELECT
  k.topic_id,
  k.relation,
  k.reason,
  k.severity,
  -- As in view finding.
  k.severity >= 6 OR k.severity = 5 AND k.weight >= 3 AS is_at_odds,
  k.confidence,
  coalesce(j.status, 'open') AS status,
  k.last_on
-- All findings are looked at: by the index that holds just this, in the order of their topics.
FROM finding_kept k INDEXED BY finding_head
CROSS JOIN topic t ON t.topic_id = k.topic_id
LEFT JOIN judgement_standing j ON j.finding_id = t.finding_id
WHERE (?1 IS NULL OR t.entity_id IN (SELECT value FROM json_each(?1)))
  AND (?2 IS NULL OR t.attribute IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR t.kind = ?3)
  AND (?4 IS NULL OR EXISTS (
    SELECT 1
    FROM assertion a
    JOIN document d ON d.document_id = a.document_id
    WHERE a.topic_id = k.topic_id AND a.is_current AND d.source_id IN (SELECT value FROM json_each(?4))
  ))
-- Of one severity those first of which reading and matching are surer than not.
ORDER BY k.severity DESC, k.confidence >= 0.5 DESC, k.weight DESC, k.n_sources DESC, k.n_documents DESC, t.finding_id
