-- Adds an entity; its name is counted at the end of the run.
INSERT INTO entity (key, kind, name) VALUES (?1, ?2, ?3)
