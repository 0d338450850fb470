-- What is at odds in each topic, worked out afresh? One row a topic in which two assertions differ.
-- Reads assertion_full, pair_reason. Costly over everything: a run keeps the result in finding_kept, topic by topic,
-- with the readings from reading_short beside it, and the public view finding reads it there.
-- SQLite hands a topic_id asked for through one level of grouping and no further (3.40): don't group over a grouping here.
CREATE VIEW finding_live AS
SELECT
  w.topic_id,
  y.relation,
  y.reason,
  x.severity,
  y.weight,
  f.n_documents,
  f.n_sources,
  f.n_origins,
  f.first_on,
  f.last_on,
  substr(w.worst, -3) / 100.0 AS confidence
FROM (
  -- The most serious reason of each topic with the surest pair that has it, packed so that one max() decides, ties included.
  SELECT p.topic_id, max(x.severity || y.weight || ':' || y.reason || printf('%03d', round(100 * p.confidence))) AS worst
  FROM pair_reason p
  JOIN reason y ON y.reason = p.reason
  JOIN relation x ON x.relation = y.relation
  WHERE p.is_lead
  GROUP BY p.topic_id
) w
JOIN reason y ON y.reason = substr(w.worst, instr(w.worst, ':') + 1, length(w.worst) - instr(w.worst, ':') - 3)
JOIN relation x ON x.relation = y.relation
JOIN (
  SELECT
    topic_id,
    count(DISTINCT document_id) AS n_documents,
    count(DISTINCT source) AS n_sources,
    count(DISTINCT origin_id) AS n_origins,
    min(published_on) AS first_on,
    max(published_on) AS last_on
  FROM assertion_full
  GROUP BY topic_id
) f ON f.topic_id = w.topic_id
WHERE x.severity > 1;
