-- Which slots have not just one version that counts, and were not forgotten?
SELECT slot FROM document
GROUP BY slot
HAVING sum(is_current) > 1
  OR sum(is_current) = 0 AND coalesce(max(CASE WHEN forgotten_run IS NOT NULL THEN version END), 0) < max(version)
