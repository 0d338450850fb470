-- Which topics of the JSON list ?1 have more than ?2 leads?
SELECT topic_id FROM assertion
WHERE topic_id IN (SELECT value FROM json_each(?1)) AND is_current AND lead_rank > 0
GROUP BY topic_id HAVING count(*) > ?2
