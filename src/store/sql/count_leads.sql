-- How many leads has topic ?1?
SELECT count(*) FROM assertion WHERE topic_id = ?1 AND is_current AND lead_rank > 0
