-- Which runs ended? The last ones first.
SELECT run_id FROM run WHERE last_change IS NOT NULL ORDER BY run_id DESC LIMIT 5
