-- Notes what run ?1 passed over.
INSERT INTO skip (run_id, path, line, stage, reason) VALUES (?1, ?2, ?3, ?4, ?5)
