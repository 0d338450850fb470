-- Drops the rows of old runs, with what they skipped: all but the last ?1 and those of the last ?2 days (null: says nothing).
-- What the findings' history, documents and notifications refer to stays.
DELETE FROM run
WHERE status <> 'running'
  AND (?1 IS NULL OR run_id NOT IN (SELECT run_id FROM run ORDER BY run_id DESC LIMIT ?1))
  AND (?2 IS NULL OR julianday(started_at) < julianday('now') - ?2)
  AND run_id NOT IN (
    SELECT run_id FROM finding_change
    UNION SELECT forgotten_run FROM document WHERE forgotten_run IS NOT NULL
    UNION SELECT max(run_id) FROM run WHERE status = 'done'
    UNION SELECT max(run_id) FROM run WHERE notified_at IS NOT NULL GROUP BY configuration
  )
