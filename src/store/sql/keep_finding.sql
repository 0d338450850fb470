-- Keeps what is at odds in topic ?1.
INSERT OR REPLACE INTO finding_kept (
  topic_id, relation, reason, severity, weight, readings, n_readings, n_documents, n_sources, n_origins, first_on, last_on,
  confidence, answers, fingerprint, first_change, last_change
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
