-- Which decisions about names hold? In the order in which they were given.
SELECT j.judgement_id, j.action, j.kind, j.key, j.name, j.other_key, j.other_name, j.spelling, j.note
FROM name_judgement j
WHERE j.action <> 'undo' AND NOT EXISTS (SELECT 1 FROM name_judgement u WHERE u.undoes = j.judgement_id)
ORDER BY j.judgement_id
