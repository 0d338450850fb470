-- Which forms of names does the user's list prefer, and which entity has each?
SELECT a.preferred, a.name AS listed, a.kind, a.wikidata, e.name AS entity
FROM authority a
LEFT JOIN name_key n ON n.key = a.key AND n.kind = a.kind
LEFT JOIN entity e ON e.key = n.means
WHERE ?1 IS NULL OR e.entity_id IN (SELECT value FROM json_each(?1))
GROUP BY a.preferred, a.name, a.kind
ORDER BY a.preferred, a.name, a.kind
