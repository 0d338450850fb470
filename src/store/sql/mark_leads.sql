-- Which assertions of each topic of the JSON list ?1 are the surest to say just what they say, of these the first by its document's content, never by its number? Pairs of these decide its finding, so that a
-- thousand articles with one figure cost one pair and not half a million.
UPDATE assertion SET lead_rank = told.lead_rank
FROM (
  SELECT assertion_id, 2 * (place = 1) AS lead_rank FROM (
  SELECT assertion_id, row_number() OVER (PARTITION BY
    question_id, place_key, base_low, base_high, dimension, rounding, bound, unit, value_key, members,
    CASE WHEN kind = 'name' THEN value_text ELSE value_fold END,
    -- The ladder asks whether two spellings or titles are of one language: each language has its lead.
    CASE WHEN kind IN ('name', 'role') THEN (SELECT d.language FROM document d WHERE d.document_id = assertion.document_id) END,
    polarity = '-' OR modality = 'denied',
    is_planned,
    as_of_low IS NOT NULL OR as_of_high IS NOT NULL,
    -- A source that corrects itself: where something is denied, it matters who affirms.
    CASE WHEN is_any_denied AND kind NOT IN ('name', 'role') THEN document_id END,
    CASE WHEN kind IN ('name', 'role') THEN '' ELSE speaker_key END,
    CASE WHEN kind IN ('name', 'role') THEN NULL ELSE day_low END,
    CASE WHEN kind IN ('name', 'role') THEN NULL ELSE day_high END
    ORDER BY
      confidence * fit DESC, (SELECT d.content_hash FROM document d WHERE d.document_id = assertion.document_id), char_start, char_end, assertion_id
  ) AS place
  FROM (
    -- What is needed alone: all of it is sorted.
    SELECT
      assertion_id, lead_rank, question_id, document_id, kind, value_text, value_fold, value_key, members, base_low, base_high, dimension, rounding, bound, unit, place_key,
      polarity, modality, is_planned, as_of_low, as_of_high, speaker_key, day_low, day_high, confidence, fit, char_start, char_end,
      max(polarity = '-' OR modality = 'denied') OVER (PARTITION BY question_id) AS is_any_denied
    FROM assertion WHERE topic_id IN (SELECT value FROM json_each(?1)) AND is_current
  ) AS assertion
  )
) told
-- A row is written anew only where that is another than it was.
WHERE assertion.assertion_id = told.assertion_id AND assertion.lead_rank <> told.lead_rank
