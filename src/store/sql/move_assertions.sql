-- What local entity ?1 states to question ?2 answers question ?4 of topic ?3.
UPDATE assertion SET topic_id = ?3, question_id = ?4 WHERE local_entity_id = ?1 AND question_id = ?2
