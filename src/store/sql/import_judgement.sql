-- Keeps a judgement as another store has it.
INSERT INTO judgement_kept (
  finding_id, verdict, reading, value_low, value_high, note, author, made_at, expires_on, undoes,
  entity, attribute, label, kind, relation, readings, answers, fingerprint
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
