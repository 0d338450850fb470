-- Which form of entity ?1 does the user's list prefer? What is listed of its own key counts before what is listed of others.
SELECT a.preferred, a.wikidata
FROM entity e
JOIN name_key n ON n.means = e.key
JOIN authority a ON a.key = n.key AND a.kind = e.kind
WHERE e.entity_id = ?1
ORDER BY n.key <> e.key, a.preferred
LIMIT 1
