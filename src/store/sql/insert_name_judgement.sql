-- Notes a decision about names.
INSERT INTO name_judgement (action, kind, key, name, other_key, other_name, spelling, undoes, note)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
