-- What the last run passed over.
SELECT path AS document, line, stage, reason
FROM skip
WHERE run_id = (SELECT max(run_id) FROM run)
ORDER BY skip_id
