-- What was said to hold when? One row an assertion that has a date, to be read in the order of as_of_low.
-- Reads assertion_full.
CREATE VIEW timeline AS
SELECT
  f.entity,
  f.attribute,
  f.as_of_low,
  f.as_of_high,
  f.value_text,
  f.value_low,
  f.value_high,
  f.bound,
  f.unit,
  f.place,
  f.source,
  f.attributed_to,
  f.published_on,
  f.question_id,
  f.assertion_id,
  f.topic_id
FROM assertion_full f
WHERE f.kind NOT IN ('name', 'role') AND (f.as_of_low IS NOT NULL OR f.as_of_high IS NOT NULL);
