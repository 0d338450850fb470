-- Notes that run ?1 ended badly.
UPDATE run SET finished_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), status = 'failed' WHERE run_id = ?1
