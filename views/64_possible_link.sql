-- Which two entities may be one, and were not linked? One row a pair: a question to a person (atodds entities merge, apart).
-- Reads near_miss, name_key, entity, local_entity.
CREATE VIEW possible_link AS
SELECT
  x.name AS entity,
  y.name AS other_entity,
  x.kind,
  max(m.score) AS score,
  m.reason,
  (SELECT count(DISTINCT l.document_id) FROM local_entity l WHERE l.entity_id = x.entity_id AND l.is_current) AS n_documents,
  (SELECT count(DISTINCT l.document_id) FROM local_entity l WHERE l.entity_id = y.entity_id AND l.is_current) AS n_other_documents,
  x.key,
  y.key AS other_key
FROM near_miss m
JOIN name_key a ON a.key = m.key
JOIN name_key b ON b.key = m.other_key
JOIN entity x ON x.key = min(a.means, b.means)
JOIN entity y ON y.key = max(a.means, b.means)
WHERE a.means <> b.means
  AND EXISTS (SELECT 1 FROM local_entity l WHERE l.entity_id = x.entity_id AND l.is_current)
  AND EXISTS (SELECT 1 FROM local_entity l WHERE l.entity_id = y.entity_id AND l.is_current)
GROUP BY x.entity_id, y.entity_id;
