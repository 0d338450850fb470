-- Which run was the last?
SELECT max(run_id) FROM run
