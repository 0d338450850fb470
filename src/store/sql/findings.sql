-- The findings of some topics, in the order in which ?1, a JSON array of topic ids, names them.
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
FROM json_each(?1) chosen
JOIN finding f ON f.topic_id = chosen.value
JOIN finding_kept k ON k.topic_id = f.topic_id
JOIN reason y ON y.reason = f.reason
ORDER BY chosen.key
