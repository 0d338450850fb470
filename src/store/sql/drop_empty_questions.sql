-- Questions of the topics of the JSON list ?1 that nothing answers any more.
DELETE FROM question
WHERE topic_id IN (SELECT value FROM json_each(?1))
  AND NOT EXISTS (SELECT 1 FROM assertion a WHERE a.question_id = question.question_id)
