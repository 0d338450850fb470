-- Which leading keys share a hint with key ?1?
SELECT DISTINCT n.key, n.kind, n.name, n.first_place, n.block, n.leader, n.means, n.reason, n.score, n.root, n.root_reason, n.root_score
FROM name_hint o
JOIN name_hint h ON h.hint = o.hint AND h.key <> o.key
JOIN name_key n ON n.key = h.key
WHERE o.key = ?1
ORDER BY n.key
