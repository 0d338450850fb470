-- Do the assertions of topic ?1 differ at all? Stops at the second one that says something else.
SELECT count(*) FROM (
  SELECT DISTINCT
    question_id, place_key, base_low, base_high, dimension, bound, value_key, members,
    CASE WHEN kind = 'name' THEN value_text ELSE value_fold END,
    polarity = '-' OR modality = 'denied',
    CASE WHEN kind IN ('name', 'role') THEN '' ELSE speaker_key END
  FROM assertion
  WHERE topic_id = ?1 AND is_current
  LIMIT 2
)
