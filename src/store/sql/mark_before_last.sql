-- What was known when the last but one of the runs that are done had ended?
SELECT coalesce((SELECT last_change FROM run WHERE status = 'done' ORDER BY last_change DESC LIMIT 1 OFFSET 1), 0)
