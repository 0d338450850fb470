-- Which row from elsewhere states of document ?1, at ?2 to ?3, of kind ?4, by ?5, attribute ?6 of entity ?7?
SELECT a.assertion_id, a.given_hash, a.topic_id
FROM assertion a
JOIN local_entity l ON l.local_entity_id = a.local_entity_id
WHERE a.document_id = ?1 AND a.char_start = ?2 AND a.char_end = ?3 AND a.kind = ?4 AND a.extractor = ?5
  AND a.said_attribute = ?6 AND l.own_key = ?7 AND a.given_hash IS NOT NULL
