INSERT INTO entity_spelling (entity_id, spelling, class, reference, is_preferred, basis) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
