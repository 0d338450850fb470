-- The runs for people, the last one first, each with what it read and what news of findings it brought.
SELECT
  r.run_id AS run,
  r.command,
  r.started_at AS started,
  r.finished_at AS finished,
  r.status,
  r.n_read AS read,
  r.n_added AS added,
  r.n_changed AS changed,
  r.n_skipped AS skipped,
  r.n_forgotten AS forgotten,
  (
    SELECT group_concat(n.words, ', ')
    FROM (
      SELECT count(*) || ' ' || c.change AS words
      FROM finding_change c
      WHERE c.run_id = r.run_id
      GROUP BY c.change
      ORDER BY c.change DESC
    ) n
  ) AS findings
FROM run r
ORDER BY r.run_id DESC
