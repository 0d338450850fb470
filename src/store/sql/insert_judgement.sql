-- Keeps a judgement of the finding of topic ?1 as it is now.
INSERT INTO judgement_kept (
  finding_id, verdict, reading, value_low, value_high, note, author, made_at, expires_on,
  entity, attribute, label, kind, relation, readings, answers, fingerprint
)
SELECT
  f.finding_id, ?2, ?3, ?4, ?5, ?6, ?7, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?8,
  f.entity, f.attribute, f.label, f.kind, f.relation, f.readings, k.answers, k.fingerprint
FROM finding f
JOIN finding_kept k ON k.topic_id = f.topic_id
WHERE f.topic_id = ?1
