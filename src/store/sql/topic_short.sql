-- The answers of topic ?1 in short, with what tells them apart, in the order of a finding's readings.
SELECT
  s.question_id,
  s.value_low,
  s.value_high,
  s.unit,
  s.is_denied,
  s.answer,
  s.short,
  q.subgroup,
  q.period,
  q.is_planned,
  q.place_key
FROM reading_short s
JOIN question q ON q.question_id = s.question_id
WHERE s.topic_id = ?1
ORDER BY
  typeof(coalesce(s.value_low, s.value_high)) IN ('null', 'text'),
  coalesce(s.value_low, s.value_high),
  s.value_high,
  s.short,
  s.question_id
