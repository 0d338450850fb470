-- Which judgement stands, and what does it make of its finding today? One row a finding that was judged.
-- Reads judgement_kept, finding_kept, topic. The latest one that was not undone stands. It no longer counts where its last day
-- has passed (by today's date, UTC), or where it dismissed the finding and there are readings since that were none then; a
-- further article that gives a known reading is none.
CREATE VIEW judgement_standing AS
SELECT
  s.*,
  CASE
    WHEN s.is_expired OR s.verdict = 'dismissed' AND s.n_new_readings > 0 THEN 'open'
    ELSE s.verdict
  END AS status
FROM (
  SELECT
    j.judgement_id,
    j.finding_id,
    j.verdict,
    j.expires_on IS NOT NULL AND j.expires_on < date('now') AS is_expired,
    (
      SELECT count(*)
      FROM topic t
      JOIN finding_kept k ON k.topic_id = t.topic_id
      JOIN json_each(k.answers) n
      WHERE t.finding_id = j.finding_id AND n.value NOT IN (SELECT o.value FROM json_each(j.answers) o)
    ) AS n_new_readings
  FROM judgement_kept j
  WHERE j.verdict <> 'undo'
    AND NOT EXISTS (SELECT 1 FROM judgement_kept u WHERE u.undoes = j.judgement_id)
    AND NOT EXISTS (
      SELECT 1
      FROM judgement_kept l
      WHERE l.finding_id = j.finding_id
        AND (l.made_at, l.judgement_id) > (j.made_at, j.judgement_id)
        AND l.verdict <> 'undo'
        AND NOT EXISTS (SELECT 1 FROM judgement_kept u WHERE u.undoes = l.judgement_id)
    )
) s;
