INSERT INTO finding_kept (
  topic_id, relation, reason, severity, weight, readings, n_readings, n_documents, n_sources, n_origins, first_on, last_on,
  confidence, fingerprint, first_run, changed_run
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15)
ON CONFLICT (topic_id) DO UPDATE SET
  relation = excluded.relation,
  reason = excluded.reason,
  severity = excluded.severity,
  weight = excluded.weight,
  readings = excluded.readings,
  n_readings = excluded.n_readings,
  n_documents = excluded.n_documents,
  n_sources = excluded.n_sources,
  n_origins = excluded.n_origins,
  first_on = excluded.first_on,
  last_on = excluded.last_on,
  confidence = excluded.confidence,
  fingerprint = excluded.fingerprint,
  changed_run = CASE WHEN fingerprint = excluded.fingerprint THEN changed_run ELSE excluded.changed_run END
