-- What is decision ?1, and which one undoes it?
SELECT
  j.judgement_id, j.action, j.kind, j.key, j.name, j.other_key, j.other_name, j.spelling, j.note,
  (SELECT u.judgement_id FROM name_judgement u WHERE u.undoes = j.judgement_id) AS undone_by
FROM name_judgement j
WHERE j.judgement_id = ?1
