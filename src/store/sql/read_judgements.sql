-- What was decided, for programs: as list_judgements.
SELECT j.*
FROM judgement j
WHERE CASE
  WHEN ?1 IS NOT NULL THEN j.finding_id = ?1
  ELSE j.state IN ('stands', 'expired', 'came_back') AND j.verdict <> 'open'
END
ORDER BY ?1 IS NULL AND j.state = 'stands', j.made_at DESC, j.judgement_id DESC
