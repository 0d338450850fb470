-- What document knows as ?1 is entity ?2, for reason ?3, as surely as ?4 says.
UPDATE local_entity SET entity_id = ?2, link_reason = ?3, link_score = ?4 WHERE local_entity_id = ?1
