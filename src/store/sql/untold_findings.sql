-- Which findings came or changed since a run by configuration ?1 last told of all that was new, and which of them came?
SELECT t.finding_id, k.first_run > told.run_id AS is_new
FROM finding_kept k
JOIN topic t ON t.topic_id = k.topic_id
CROSS JOIN (
  SELECT coalesce(max(run_id), 0) AS run_id FROM run WHERE configuration = ?1 AND notified_at IS NOT NULL
) told
WHERE k.first_run > told.run_id OR k.changed_run > told.run_id
