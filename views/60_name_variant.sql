-- How is each entity spelt, how often, by whom and since when? One row an entity and spelling.
-- Reads assertion_full.
CREATE VIEW name_variant AS
SELECT
  f.entity,
  f.entity_kind,
  f.value_text AS spelling,
  sum(f.n_mentions) AS n_mentions,
  count(DISTINCT f.document_id) AS n_documents,
  count(DISTINCT f.source) AS n_sources,
  min(f.published_on) AS first_on,
  max(f.published_on) AS last_on,
  group_concat(DISTINCT f.source) AS sources,
  group_concat(DISTINCT f.language) AS languages,
  f.topic_id
FROM assertion_full f
WHERE f.kind = 'name'
GROUP BY f.topic_id, f.value_text;
