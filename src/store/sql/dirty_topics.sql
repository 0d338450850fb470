-- Which topics wait to be gathered, whether two current assertions stand in each, and whether it has a finding? The first ?1.
SELECT
  t.topic_id,
  EXISTS (SELECT 1 FROM assertion a WHERE a.topic_id = t.topic_id AND a.is_current LIMIT 1 OFFSET 1),
  EXISTS (SELECT 1 FROM finding_kept k WHERE k.topic_id = t.topic_id)
FROM topic t WHERE t.is_dirty LIMIT ?1
