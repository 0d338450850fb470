-- All that was new up to run ?1 was told.
UPDATE run SET notified_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE run_id = ?1
