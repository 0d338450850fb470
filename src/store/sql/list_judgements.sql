-- What was decided, for people: of finding ?1 its whole history, or where that is null of each finding what stands, those
-- first that are open again.
SELECT
  j.finding_id AS id,
  j.entity || ' · ' || j.label AS about,
  j.verdict,
  j.reading,
  CASE
    WHEN j.state = 'came_back' THEN 'came back: ' || j.n_new_readings || ' new'
    WHEN j.state = 'stands' AND j.status IS NULL THEN 'no longer a finding'
    WHEN j.state = 'stands' AND j.n_new_readings > 0 THEN 'stands; ' || j.n_new_readings || ' new'
    ELSE j.state
  END AS state,
  j.note,
  j.author AS by,
  substr(j.made_at, 1, 10) AS made,
  j.expires_on AS until
FROM judgement j
WHERE CASE
  WHEN ?1 IS NOT NULL THEN j.finding_id = ?1
  ELSE j.state IN ('stands', 'expired', 'came_back') AND j.verdict <> 'open'
END
ORDER BY ?1 IS NULL AND j.state = 'stands', j.made_at DESC, j.judgement_id DESC
