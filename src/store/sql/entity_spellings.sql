-- How is entity ?1 spelt? The most used first.
SELECT
  v.spelling,
  CASE v.is_preferred WHEN 1 THEN 'preferred' WHEN 0 THEN 'not preferred' ELSE 'undecided' END AS standing,
  v.class, v.link_reason AS linked_by, v.n_mentions AS mentions, v.n_documents AS documents,
  replace(v.sources, ',', ', ') AS sources, replace(v.languages, ',', ', ') AS languages, v.first_on, v.last_on
FROM name_variant v
JOIN topic t ON t.topic_id = v.topic_id
WHERE t.entity_id = ?1
ORDER BY v.n_documents DESC, v.n_mentions DESC, v.spelling
