-- Adds a topic; it is gathered at the end of the run.
INSERT INTO topic (finding_id, entity_id, attribute, kind) VALUES (?1, ?2, ?3, ?4)
