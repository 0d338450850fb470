-- How many topics wait to be gathered?
SELECT count(*) FROM topic WHERE is_dirty
