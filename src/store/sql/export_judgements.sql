-- All judgements, in the order in which they were kept.
SELECT
  judgement_id, finding_id, verdict, reading, value_low, value_high, note, author, made_at, expires_on, undoes,
  entity, attribute, label, kind, relation, readings, answers, fingerprint
FROM judgement_kept
ORDER BY judgement_id
