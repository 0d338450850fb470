-- Which findings came or changed since a run by configuration ?1 last told of all that was new, and which of them came?
SELECT t.finding_id, k.first_change > told.last_change AS is_new
FROM finding_kept k
JOIN topic t ON t.topic_id = k.topic_id
CROSS JOIN (
  SELECT coalesce(max(last_change), 0) AS last_change FROM run WHERE configuration = ?1 AND notified_at IS NOT NULL
) told
WHERE k.first_change > told.last_change OR k.last_change > told.last_change
