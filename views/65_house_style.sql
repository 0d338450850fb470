-- Which source always spells an entity one way, where others spell it otherwise? One row a source and entity, of those with
-- two documents or more.
-- Reads assertion_full.
CREATE VIEW house_style AS
SELECT
  f.source,
  f.entity,
  min(f.value_text) AS spelling,
  count(DISTINCT f.document_id) AS n_documents,
  f.topic_id
FROM assertion_full f
WHERE f.kind = 'name' AND EXISTS (
  SELECT 1 FROM assertion o WHERE o.topic_id = f.topic_id AND o.is_current AND o.value_text <> f.value_text
)
GROUP BY f.topic_id, f.source
HAVING count(DISTINCT f.value_text) = 1 AND count(DISTINCT f.document_id) > 1;
