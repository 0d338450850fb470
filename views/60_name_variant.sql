-- How is each entity spelt, how often, by whom and since when? One row an entity and spelling. Class: what sets it apart
-- from the form that is preferred, or most used; is_preferred is null where neither a list nor use decides.
-- Reads assertion_full, entity_spelling, local_entity, topic.
CREATE VIEW name_variant AS
SELECT
  g.entity,
  g.entity_kind,
  g.spelling,
  g.n_mentions,
  g.n_documents,
  g.n_sources,
  g.first_on,
  g.last_on,
  (SELECT group_concat(n.name) FROM (SELECT DISTINCT value AS name FROM json_each(g.all_sources) ORDER BY name) n) AS sources,
  (SELECT group_concat(n.name) FROM (SELECT DISTINCT value AS name FROM json_each(g.all_languages) ORDER BY name) n) AS languages,
  g.topic_id,
  coalesce(s.class, 'same') AS class,
  CASE WHEN s.spelling IS NULL THEN 1 ELSE s.is_preferred END AS is_preferred,
  g.link_reason
FROM (
  SELECT
    f.entity,
    f.entity_kind,
    f.value_text AS spelling,
    sum(f.n_mentions) AS n_mentions,
    count(DISTINCT f.document_id) AS n_documents,
    count(DISTINCT f.source) AS n_sources,
    min(f.published_on) AS first_on,
    max(f.published_on) AS last_on,
    json_group_array(f.source) AS all_sources,
    json_group_array(f.language) AS all_languages,
    f.topic_id,
    max(l.link_reason) AS link_reason
  FROM assertion_full f
  JOIN local_entity l ON l.local_entity_id = f.local_entity_id
  WHERE f.kind = 'name'
  GROUP BY f.topic_id, f.value_text
) g
JOIN topic t ON t.topic_id = g.topic_id
LEFT JOIN entity_spelling s ON s.entity_id = t.entity_id AND s.spelling = g.spelling;
