-- What was decided about names, and what of it holds? In the order in which it was decided.
SELECT
  j.judgement_id AS decision, j.action, j.kind, j.name AS entity, j.other_name AS other, j.note, j.decided_at,
  CASE
    WHEN j.action = 'undo' THEN 'undoes ' || j.undoes
    WHEN u.judgement_id IS NOT NULL THEN 'undone by ' || u.judgement_id
    ELSE 'holds'
  END AS status
FROM name_judgement j
LEFT JOIN name_judgement u ON u.undoes = j.judgement_id
ORDER BY j.judgement_id
