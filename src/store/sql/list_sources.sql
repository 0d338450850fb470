-- The sources, those with most documents first, and in how many findings of each grave relation they take part.
SELECT
  s.name AS source,
  s.country,
  count(*) AS documents,
  min(d.published_on) AS first_on,
  max(d.published_on) AS last_on,
  sum((SELECT count(*) FROM assertion a WHERE a.document_id = d.document_id AND a.is_current)) AS assertions,
  (
    SELECT count(DISTINCT k.topic_id)
    FROM finding_kept k
    JOIN assertion a ON a.topic_id = k.topic_id AND a.is_current
    JOIN document o ON o.document_id = a.document_id
    WHERE o.source_id = s.source_id AND k.relation = 'contradiction'
  ) AS contradictions
FROM source s
JOIN document d ON d.source_id = s.source_id AND d.is_current
GROUP BY s.source_id
ORDER BY documents DESC, s.name
