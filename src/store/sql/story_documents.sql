-- The documents that decide the stories from place ?1 in the order on, in order: those from there on, and before it those
-- of stories that go on until day ?2 (Julian day number; null: all of them).
SELECT
  document_id,
  coalesce(published_on, '9999') || ' ' || content_hash AS place,
  published_on, event_key, marks, story, is_settled, slot
FROM document
WHERE is_current AND event_key <> '' AND coalesce(published_on, '9999') || ' ' || content_hash >= ?1
UNION ALL
SELECT
  document_id,
  coalesce(published_on, '9999') || ' ' || content_hash,
  published_on, event_key, marks, story, is_settled, slot
FROM document
WHERE is_current AND event_key <> '' AND coalesce(published_on, '9999') || ' ' || content_hash < ?1 AND (
  ?2 IS NULL
  OR story IN (
    SELECT story FROM document
    WHERE is_current AND event_key <> ''
      -- The order of places finds the month, and January's year.
      AND coalesce(published_on, '9999') || ' ' || content_hash >= strftime(CASE strftime('%m', ?2) WHEN '01' THEN '%Y' ELSE '%Y-%m' END, ?2)
      -- A month counts from its first day.
      AND julianday(substr(published_on || '-01-01', 1, 10)) + 0.5 >= ?2
  )
)
ORDER BY place
