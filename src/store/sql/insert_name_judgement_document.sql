INSERT INTO name_judgement_document (judgement_id, slot, leaves) VALUES (?1, ?2, ?3)
