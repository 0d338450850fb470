-- Every current assertion of topic ?1, with what tells its reading, oldest first.
SELECT
  f.assertion_id,
  f.document,
  f.source,
  f.published_on,
  f.language,
  f.attributed_to,
  f.place,
  a.as_of_low,
  a.as_of_high,
  f.value_text,
  f.value_low,
  f.value_high,
  f.bound,
  f.unit,
  f.polarity,
  f.modality,
  f.quote,
  a.quote_start,
  f.char_start,
  f.char_end,
  f.origin_id,
  f.confidence,
  f.rule,
  f.extractor,
  d.title,
  d.url,
  f.question_id,
  f.polarity = '-' OR f.modality = 'denied' AS is_denied,
  CASE f.kind
    WHEN 'name' THEN replace(f.value_text, char(10), ' ')
    WHEN 'role' THEN a.value_fold
    WHEN 'fact' THEN coalesce(a.members, '')
    ELSE ''
  END AS answer
FROM assertion_full f
JOIN assertion a ON a.assertion_id = f.assertion_id
JOIN document d ON d.document_id = a.document_id
WHERE f.topic_id = ?1
ORDER BY f.published_on IS NULL, f.published_on, f.source, f.document, f.char_start, f.assertion_id
