-- What was decided about entity ?1, and holds?
SELECT j.judgement_id AS decision, j.action, j.name AS entity, j.other_name AS other, j.note, j.decided_at
FROM entity e
JOIN name_judgement j ON j.action <> 'undo'
WHERE e.entity_id = ?1
  AND (
    e.key IN (j.key, j.other_key)
    OR EXISTS (SELECT 1 FROM name_key n WHERE n.means = e.key AND n.key IN (j.key, j.other_key))
  )
  AND NOT EXISTS (SELECT 1 FROM name_judgement u WHERE u.undoes = j.judgement_id)
ORDER BY j.judgement_id
