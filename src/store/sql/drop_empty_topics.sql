-- Of the topics of the JSON list ?1 those of which no statement is left.
DELETE FROM topic
WHERE topic_id IN (SELECT value FROM json_each(?1))
  AND NOT EXISTS (SELECT 1 FROM assertion a WHERE a.topic_id = topic.topic_id)
  AND NOT EXISTS (SELECT 1 FROM question q WHERE q.topic_id = topic.topic_id)
  AND NOT EXISTS (SELECT 1 FROM finding_kept k WHERE k.topic_id = topic.topic_id)
