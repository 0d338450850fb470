-- Which findings about entity ?1 did a person judge, where no document tells of that story any more?
SELECT t.finding_id, t.attribute, t.kind
FROM entity e
JOIN topic t ON t.entity_id = e.entity_id
WHERE e.key = ?1
  AND EXISTS (SELECT 1 FROM judgement_standing j WHERE j.finding_id = t.finding_id)
  AND NOT EXISTS (SELECT 1 FROM document d WHERE d.is_current AND d.story = ?1)
ORDER BY t.finding_id
