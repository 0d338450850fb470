-- Which keys are key ?1's by their spelling and by what stories show?
SELECT key, kind, name, first_place, block, leader, means, reason, score, root, root_reason, root_score FROM name_key
WHERE root = ?1
ORDER BY key
