-- Has what a person decided about finding ?1 hold for finding ?2 as well, unless it does: its story goes by another name now.
INSERT INTO judgement_kept (
  finding_id, verdict, reading, value_low, value_high, note, author, made_at, expires_on,
  entity, attribute, label, kind, relation, readings, answers, fingerprint
)
SELECT
  ?2, j.verdict, j.reading, j.value_low, j.value_high, j.note, j.author, j.made_at, j.expires_on,
  j.entity, j.attribute, j.label, j.kind, j.relation, j.readings, j.answers, j.fingerprint
FROM judgement_standing s
JOIN judgement_kept j ON j.judgement_id = s.judgement_id
WHERE s.finding_id = ?1
  AND NOT EXISTS (
    SELECT 1 FROM judgement_kept o
    WHERE o.finding_id = ?2 AND o.verdict = j.verdict AND o.author = j.author AND o.made_at = j.made_at
  )
