-- Which assertions of topic ?1 are the first to say just what they say? Pairs of these decide its finding, so that a
-- thousand articles with one figure cost one pair and not half a million.
UPDATE assertion SET lead_rank = CASE WHEN assertion_id IN (
  SELECT min(assertion_id) FROM assertion
  WHERE topic_id = ?1 AND is_current
  GROUP BY
    question_id, place_key, base_low, base_high, dimension, rounding, bound, value_key, members,
    CASE WHEN kind = 'name' THEN value_text ELSE value_fold END,
    -- The ladder asks whether two spellings are of one language: each language has its lead.
    CASE WHEN kind = 'name' THEN (SELECT d.language FROM document d WHERE d.document_id = assertion.document_id) END,
    polarity = '-' OR modality = 'denied',
    CASE WHEN kind IN ('name', 'role') THEN '' ELSE speaker_key END,
    CASE WHEN kind IN ('name', 'role') THEN NULL ELSE day_low END,
    CASE WHEN kind IN ('name', 'role') THEN NULL ELSE day_high END
) THEN 2 ELSE 0 END
WHERE topic_id = ?1 AND is_current
