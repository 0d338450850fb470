-- Notes that run ?1 ended badly.
UPDATE run SET
  finished_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), status = 'failed',
  last_change = (SELECT coalesce(max(change_id), 0) FROM finding_change)
WHERE run_id = ?1
