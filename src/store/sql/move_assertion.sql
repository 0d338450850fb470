-- Assertion ?1 answers question ?3 of topic ?2.
UPDATE assertion SET topic_id = ?2, question_id = ?3 WHERE assertion_id = ?1
