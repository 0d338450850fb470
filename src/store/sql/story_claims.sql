-- What does document ?1 state that questions are asked of? In the order of its text. Rows from elsewhere name theirs themselves.
SELECT
  a.assertion_id, a.topic_id, a.question_id, a.kind, a.quote_start, d.language,
  CAST(substr(d.published_on, 1, 4) AS INTEGER) AS written, a.dimension, a.unit, a.said_attribute,
  at.is_open, a.base_low, a.base_high, a.bound IS 'vague' AS is_vague, a.subgroup, a.place_key, a.period, a.is_planned, a.fit,
  a.modality, a.polarity,
  CASE WHEN a.as_of_low IS NOT NULL THEN a.day_low END AS as_of, a.speaker_key, a.context, a.members IS NOT NULL AS is_list,
  l.entity_id,
  e.key AS entity_key, t.entity_id AS topic_entity, t.attribute AS topic_attribute,
  q.place_key AS asked_place, q.subgroup AS asked_subgroup, q.period AS asked_period, q.is_planned AS asked_planned
FROM assertion a
JOIN document d ON d.document_id = a.document_id
JOIN local_entity l ON l.local_entity_id = a.local_entity_id
JOIN entity e ON e.entity_id = l.entity_id
JOIN attribute at ON at.attribute = a.said_attribute
JOIN topic t ON t.topic_id = a.topic_id
JOIN question q ON q.question_id = a.question_id
WHERE a.document_id = ?1 AND a.kind NOT IN ('name', 'role') AND a.given_hash IS NULL
ORDER BY a.char_start, a.char_end, a.assertion_id
