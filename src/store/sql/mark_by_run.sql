-- What was known when run ?1 ended?
SELECT last_change FROM run WHERE run_id = ?1
