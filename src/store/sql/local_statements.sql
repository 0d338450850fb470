-- What does a document state of whom it knows as ?1, in its own words?
SELECT
  a.assertion_id, a.topic_id, a.said_attribute, a.kind, a.value_text, a.char_start, a.char_end, a.quote_start,
  length(a.quote) AS quote_length, a.subgroup, a.period, a.rule = 'judgement:split' AS is_made,
  CASE WHEN a.given_hash IS NULL THEN a.place_key ELSE '' END AS place_key,
  CASE WHEN a.given_hash IS NULL THEN a.is_planned ELSE 0 END AS is_planned
FROM assertion a
WHERE a.local_entity_id = ?1
ORDER BY a.assertion_id
