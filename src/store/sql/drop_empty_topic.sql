-- Topic ?1, where no statement is left of it.
DELETE FROM topic
WHERE topic_id = ?1
  AND NOT EXISTS (SELECT 1 FROM assertion a WHERE a.topic_id = ?1)
  AND NOT EXISTS (SELECT 1 FROM question q WHERE q.topic_id = ?1)
  AND NOT EXISTS (SELECT 1 FROM finding_kept k WHERE k.topic_id = ?1)
