-- Takes judgement ?1 back, in the words of ?2, by author ?3.
INSERT INTO judgement_kept (
  finding_id, verdict, note, author, made_at, undoes,
  entity, attribute, label, kind, relation, readings, answers, fingerprint
)
SELECT
  finding_id, 'undo', ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), judgement_id,
  entity, attribute, label, kind, relation, readings, answers, fingerprint
FROM judgement_kept
WHERE judgement_id = ?1
