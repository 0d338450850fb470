-- Ends run ?1 with its counts.
UPDATE run SET
  finished_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), status = 'done',
  n_read = ?2, n_added = ?3, n_changed = ?4, n_unchanged = ?5, n_skipped = ?6, n_forgotten = ?7
WHERE run_id = ?1
