-- What is each current assertion compared by? One row an assertion: the interval, widened by its bound and by the
-- rounding of its figure, and the columns that the ladder reads. An open side is an infinite number. Of the rounding
-- nine tenths count: a figure that lies half-way is as well rounded the other way, and neighbours of one precision differ.
-- Reads assertion, topic, question, attribute, tolerance.
CREATE VIEW assertion_compare AS
SELECT
  a.assertion_id,
  a.topic_id,
  a.question_id,
  a.document_id,
  a.kind,
  t.attribute,
  at.dynamics,
  at.is_daily,
  at.is_single,
  at.is_open,
  at.one_event_days,
  a.unit,
  a.dimension,
  a.base_low,
  a.base_high,
  CASE WHEN a.base_low IS NULL THEN -9e999
    ELSE a.base_low - 0.9 * a.rounding - abs(a.base_low) * coalesce(own.below, every.below, 0) END AS compare_low,
  CASE WHEN a.base_high IS NULL THEN 9e999
    ELSE a.base_high + 0.9 * a.rounding + abs(a.base_high) * coalesce(own.above, every.above, 0) END AS compare_high,
  a.bound,
  a.value_text,
  a.value_fold,
  a.value_key,
  a.members,
  CASE WHEN a.polarity = '-' OR a.modality = 'denied' THEN 1 ELSE 0 END AS is_denied,
  a.speaker_key,
  a.day_low,
  a.day_high,
  a.as_of_low IS NOT NULL OR a.as_of_high IS NOT NULL AS is_dated,
  a.place_key,
  q.subgroup,
  q.period,
  a.is_planned,
  q.is_planned AS asked_planned,
  q.place_key AS question_place,
  e.kind AS entity_kind,
  d.language,
  a.confidence * a.fit AS confidence,
  -- Sure enough to call another statement wrong: of unlike figures of which one is less sure, three in four are of two things.
  -- Of a date, what it is the date of is less sure than whether two are of one thing.
  CASE WHEN a.kind = 'date' THEN a.fit >= 0.5 ELSE a.confidence * a.fit >= 0.45 END AS is_sure,
  a.lead_rank
FROM assertion a
JOIN topic t ON t.topic_id = a.topic_id
JOIN entity e ON e.entity_id = t.entity_id
JOIN attribute at ON at.attribute = t.attribute
JOIN question q ON q.question_id = a.question_id
JOIN document d ON d.document_id = a.document_id
LEFT JOIN tolerance own ON own.attribute = t.attribute AND own.bound = a.bound
LEFT JOIN tolerance every ON every.attribute = '*' AND every.bound = a.bound
WHERE a.is_current;
