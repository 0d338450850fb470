-- Which form of entity ?1 does the user's list prefer? What is listed of its own key counts before what is listed of others that mean it,
-- over the whole store or within a story.
SELECT a.preferred, a.wikidata
FROM entity e
JOIN authority a ON a.kind = e.kind AND a.key IN (
  SELECT n.key FROM name_key n WHERE n.means = e.key
  UNION ALL
  SELECT l.own_key FROM local_entity l WHERE l.entity_id = e.entity_id AND l.is_current
)
WHERE e.entity_id = ?1
ORDER BY
  a.key <> e.key,
  (SELECT count(*) FROM local_entity l WHERE l.entity_id = e.entity_id AND l.is_current AND l.own_key = a.key) DESC,
  a.preferred
LIMIT 1
