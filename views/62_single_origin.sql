-- What does everyone repeat from one mouth? One row a reading that only one origin gives.
-- Reads reading.
CREATE VIEW single_origin AS
SELECT
  r.question_id,
  r.entity,
  r.attribute,
  r.place,
  r.value_low,
  r.value_high,
  r.value_text,
  r.unit,
  r.n_assertions,
  r.n_documents,
  r.n_sources,
  r.sources,
  r.speakers,
  r.first_on,
  r.last_on,
  r.topic_id
FROM reading r
WHERE r.n_origins = 1 AND r.kind NOT IN ('name', 'role');
