-- Which slots have not just one version that counts?
SELECT slot FROM document GROUP BY slot HAVING sum(is_current) <> 1
