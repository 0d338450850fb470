-- Which source always spells an entity one way, where others spell it otherwise? One row a source and entity, of those with
-- two documents or more. Capitals throughout, as headlines and datelines have them, are no spelling of a person or a place.
-- Reads assertion_full.
CREATE VIEW house_style AS
WITH told AS (
  SELECT f.source, f.entity, f.topic_id, f.document_id, replace(f.value_text, char(10), ' ') AS spelling
  FROM assertion_full f
  WHERE f.kind = 'name'
    -- upper() knows no other letters than A to Z: a name without them is not in capitals.
    AND (f.entity_kind = 'organisation' OR f.value_text <> upper(f.value_text) OR f.value_text = lower(f.value_text))
)
SELECT g.source, g.entity, g.spelling, g.n_documents, g.topic_id
FROM (
  SELECT t.source, t.entity, min(t.spelling) AS spelling, count(DISTINCT t.document_id) AS n_documents, t.topic_id
  FROM told t
  GROUP BY t.topic_id, t.source
  HAVING count(DISTINCT t.spelling) = 1 AND count(DISTINCT t.document_id) > 1
) g
WHERE EXISTS (SELECT 1 FROM told o WHERE o.topic_id = g.topic_id AND o.spelling <> g.spelling);
