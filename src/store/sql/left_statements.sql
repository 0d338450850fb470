-- What does document ?1 state, in its own words: of whom, of what, in which scope?
SELECT
  a.assertion_id, l.entity_id, l.own_key, a.said_attribute, a.kind, a.place_key, a.subgroup, a.period, a.is_planned
FROM assertion a
JOIN local_entity l ON l.local_entity_id = a.local_entity_id
WHERE a.document_id = ?1
ORDER BY a.assertion_id
