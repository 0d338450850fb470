-- Did the last run not end? Those before it were made good by later ones.
SELECT 'run ' || run_id || ' of ' || started_at FROM run
WHERE status <> 'done' AND run_id = (SELECT max(run_id) FROM run)
