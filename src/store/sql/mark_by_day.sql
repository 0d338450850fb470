-- What was known when day ?1 began (UTC): when the last run before it had ended?
SELECT coalesce(max(last_change), 0) FROM run WHERE finished_at < ?1
