-- What happened to the findings, and when? One row a change of a finding, to be read in the order of change_id.
-- Reads finding_change, run. new: found, or back again; changed: other readings or another relation; gone: the sources agree, or
-- no longer speak of it. Relation and readings are those from then on, of what is gone the last ones.
CREATE VIEW finding_history AS
SELECT
  c.change_id,
  c.finding_id,
  c.entity,
  c.attribute,
  c.kind,
  c.change,
  c.relation,
  c.readings,
  c.run_id,
  r.started_at AS run_at,
  c.label,
  c.severity,
  c.severity >= 6 OR c.severity = 5 AND c.weight >= 3 AS is_at_odds,
  c.confidence,
  c.fingerprint
FROM finding_change c
JOIN run r ON r.run_id = c.run_id;
