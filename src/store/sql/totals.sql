-- How much is there, is anything stated, and how much did the last run pass over?
SELECT
  (SELECT count(*) FROM document WHERE is_current),
  (SELECT count(*) FROM source s WHERE EXISTS (SELECT 1 FROM document d WHERE d.source_id = s.source_id AND d.is_current)),
  EXISTS (SELECT 1 FROM assertion WHERE is_current),
  (SELECT count(*) FROM skip WHERE run_id = (SELECT max(run_id) FROM run))
