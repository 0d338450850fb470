-- Adds a question.
INSERT INTO question (topic_id, place_key, subgroup, period, is_planned) VALUES (?1, ?2, ?3, ?4, ?5)
