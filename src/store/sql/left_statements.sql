-- What does document ?1 state, in its own words: of whom, of what, in which scope? A row from elsewhere names its question, whatever place
-- and time it tells.
SELECT
  a.assertion_id, l.entity_id, l.own_key, a.said_attribute, a.kind,
  CASE WHEN a.given_hash IS NULL THEN a.place_key ELSE '' END, a.subgroup, a.period,
  CASE WHEN a.given_hash IS NULL THEN a.is_planned ELSE 0 END
FROM assertion a
JOIN local_entity l ON l.local_entity_id = a.local_entity_id
WHERE a.document_id = ?1
ORDER BY a.assertion_id
