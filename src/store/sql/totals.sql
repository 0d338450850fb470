-- How much is there, and how much did the last run pass over?
SELECT
  (SELECT count(*) FROM document WHERE is_current),
  (SELECT count(DISTINCT source_id) FROM document WHERE is_current),
  (SELECT count(*) FROM assertion WHERE is_current),
  (SELECT count(*) FROM skip WHERE run_id = (SELECT max(run_id) FROM run))
