-- The findings that pass the filters, each null where it is not set: ?1 JSON array of entity ids, ?2 JSON array of
-- attributes, ?3 kind, ?4 JSON array of source ids.
SELECT
  f.finding_id,
  f.entity,
  f.attribute,
  f.kind,
  f.relation,
  f.readings,
  f.n_readings,
  f.n_documents,
  f.n_sources,
  f.n_origins,
  f.first_on,
  f.last_on,
  f.status,
  f.is_new,
  f.is_changed,
  f.reason,
  f.severity,
  f.weight,
  f.is_at_odds,
  f.entity_kind,
  f.label,
  f.topic_id,
  y.explanation,
  f.confidence,
  k.fingerprint
FROM finding f
JOIN finding_kept k ON k.topic_id = f.topic_id
JOIN topic t ON t.topic_id = f.topic_id
JOIN reason y ON y.reason = f.reason
WHERE (?1 IS NULL OR t.entity_id IN (SELECT value FROM json_each(?1)))
  AND (?2 IS NULL OR f.attribute IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR f.kind = ?3)
  AND (?4 IS NULL OR EXISTS (
    SELECT 1
    FROM assertion a
    JOIN document d ON d.document_id = a.document_id
    WHERE a.topic_id = f.topic_id AND a.is_current AND d.source_id IN (SELECT value FROM json_each(?4))
  ))
-- Of one severity those first of which reading and matching are surer than not.
ORDER BY f.severity DESC, f.confidence >= 0.5 DESC, f.weight DESC, f.n_sources DESC, f.n_documents DESC, f.finding_id
