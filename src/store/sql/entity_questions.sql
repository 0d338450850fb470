-- What may be entity ?1 and was not linked to it?
SELECT CASE WHEN e.key = p.key THEN p.other_entity ELSE p.entity END AS name, p.score, p.reason
FROM possible_link p
JOIN entity e ON e.key IN (p.key, p.other_key)
WHERE e.entity_id = ?1
ORDER BY p.score DESC, 1
