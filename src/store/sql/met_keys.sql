-- Which keys did stories find to be one with key ?1? With the number of those stories, and what the surest of them says.
SELECT other, count(DISTINCT story) AS n_stories, max(score) AS score, reason
FROM (
  SELECT other_key AS other, story, score, reason FROM story_link WHERE key = ?1
  UNION ALL
  SELECT key, story, score, reason FROM story_link WHERE other_key = ?1
)
GROUP BY other
ORDER BY other
