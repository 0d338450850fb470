-- Which leads of topic ?1 decide its finding, where there are too many to pair each with each? Two intervals of a set are
-- disjoint just when the one that ends first and the one that begins last are, so it is enough to keep
--   of each question and day: the two outermost values, since a day's values may contradict each other;
--   of each question: the outermost in each column that the ladder compares, for what it calls compatible;
--   of the topic: the outermost likewise, the only ones that are compared from question to question;
--   what is denied, and beside it what the first and the last document affirm, since one that corrects itself is no other.
-- Values of unlike dimensions, affirmed and denied ones, planned and done ones, sure and unsure ones, and those whose words tell the day are kept apart throughout. The order of the rows is that of
-- what they say, never of their numbers, so the order of reading changes nothing. Spellings and titles are few and stay.
WITH lead AS (
  SELECT
    c.assertion_id, c.question_id,
    c.place_key || '|' || c.question_place || '|' || c.subgroup || '|' || c.period || '|' || c.asked_planned AS scope, c.place_key, c.dimension, c.is_denied, c.is_planned, c.is_dated, c.is_sure, c.day_low, c.day_high,
    (SELECT d.content_hash FROM document d WHERE d.document_id = c.document_id) AS content,
    c.compare_low AS low, c.compare_high AS high, c.base_low, c.base_high, c.bound, c.speaker_key,
    coalesce(c.members, '') || ' ' || c.value_key || ' ' || c.value_fold || ' ' || c.value_text AS words
  FROM assertion_compare c
  WHERE c.topic_id = ?1 AND c.lead_rank > 0 AND c.kind NOT IN ('name', 'role')
),
ranked AS (
  SELECT
    assertion_id,
    coalesce(base_low, base_high) IS NOT NULL AND min(is_denied) OVER same <> max(is_denied) OVER same AS is_disputed,
    min(is_denied) OVER question <> max(is_denied) OVER question AND (is_denied OR 1 IN (
      row_number() OVER (one ORDER BY content, base_low, base_high, words, bound, speaker_key, day_low, day_high),
      row_number() OVER (one ORDER BY content DESC, base_low, base_high, words, bound, speaker_key, day_low, day_high)
    )) AS is_of_denial,
    1 IN (
      row_number() OVER (day ORDER BY high, low, words, bound, base_low, base_high, speaker_key),
      row_number() OVER (day ORDER BY low DESC, high DESC, words DESC, bound, base_low, base_high, speaker_key)
    ) AS is_of_day,
    1 IN (
      row_number() OVER (one ORDER BY high, low, words, bound, base_low, base_high, speaker_key, day_low, day_high),
      row_number() OVER (one ORDER BY low DESC, high DESC, words DESC, bound, base_low, base_high, speaker_key, day_low, day_high),
      row_number() OVER (one ORDER BY base_low, base_high, words, bound, speaker_key, day_low, day_high),
      row_number() OVER (one ORDER BY base_high DESC, base_low DESC, words DESC, bound DESC, speaker_key, day_low, day_high),
      row_number() OVER (one ORDER BY bound, speaker_key, base_low, base_high, words, day_low, day_high),
      row_number() OVER (one ORDER BY bound DESC, speaker_key DESC, base_low, base_high, words, day_low, day_high),
      row_number() OVER (one ORDER BY speaker_key = '', speaker_key, base_low, base_high, words, bound, day_low, day_high),
      row_number() OVER (one ORDER BY speaker_key DESC, base_low, base_high, words, bound, day_low, day_high)
    ) AS is_of_question,
    1 IN (
      row_number() OVER (every ORDER BY high, low, words, bound, base_low, base_high, speaker_key, day_low, day_high, scope),
      row_number() OVER (every ORDER BY low DESC, high DESC, words DESC, bound, base_low, base_high, speaker_key, day_low, day_high, scope),
      row_number() OVER (every ORDER BY base_low, base_high, words, bound, speaker_key, day_low, day_high, scope),
      row_number() OVER (every ORDER BY base_high DESC, base_low DESC, words DESC, bound DESC, speaker_key, day_low, day_high, scope),
      row_number() OVER (every ORDER BY bound, speaker_key, base_low, base_high, words, day_low, day_high, scope),
      row_number() OVER (every ORDER BY bound DESC, speaker_key DESC, base_low, base_high, words, day_low, day_high, scope DESC),
      row_number() OVER (every ORDER BY speaker_key = '', speaker_key, base_low, base_high, words, bound, day_low, day_high, scope),
      row_number() OVER (every ORDER BY speaker_key DESC, base_low, base_high, words, bound, day_low, day_high, scope DESC)
    ) AS is_of_topic
  FROM lead
  WINDOW
    same AS (PARTITION BY base_low, base_high, dimension),
    question AS (PARTITION BY question_id),
    day AS (PARTITION BY question_id, place_key, dimension, is_denied, is_planned, is_dated, is_sure, day_low, day_high),
    one AS (PARTITION BY question_id, place_key, dimension, is_denied, is_planned, is_dated, is_sure),
    every AS (PARTITION BY dimension, is_denied, is_planned, is_dated, is_sure)
),
kept AS (
  SELECT
    assertion_id,
    CASE WHEN is_disputed OR is_of_topic THEN 2 WHEN is_of_day OR is_of_question OR is_of_denial THEN 1 ELSE 0 END AS rank
  FROM ranked
)
UPDATE assertion SET lead_rank = kept.rank
FROM kept
WHERE assertion.assertion_id = kept.assertion_id AND kept.rank < assertion.lead_rank
