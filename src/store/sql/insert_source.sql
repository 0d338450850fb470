-- Adds a source.
INSERT INTO source (name, country) VALUES (?1, ?2)
