-- The runs for programs, the last one first, each with what it read and what news of findings it brought.
SELECT
  r.run_id,
  r.command,
  r.version,
  r.started_at,
  r.finished_at,
  r.status,
  r.n_read,
  r.n_added,
  r.n_changed,
  r.n_unchanged,
  r.n_skipped,
  r.n_forgotten,
  (SELECT count(*) FROM finding_change c WHERE c.run_id = r.run_id AND c.change = 'new') AS n_new_findings,
  (SELECT count(*) FROM finding_change c WHERE c.run_id = r.run_id AND c.change = 'changed') AS n_changed_findings,
  (SELECT count(*) FROM finding_change c WHERE c.run_id = r.run_id AND c.change = 'gone') AS n_gone_findings
FROM run r
ORDER BY r.run_id DESC
