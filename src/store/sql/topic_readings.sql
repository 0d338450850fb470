-- The answers of topic ?1 as they stand in a table's cell, numbers before words, low before high.
SELECT short
FROM reading_short
WHERE topic_id = ?1
GROUP BY short
ORDER BY
  min(typeof(coalesce(value_low, value_high)) IN ('null', 'text')),
  min(coalesce(value_low, value_high)),
  min(value_high),
  short
