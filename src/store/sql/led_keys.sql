-- Which keys does key ?1 lead?
SELECT key, kind, name, first_place, block, leader, means, reason, score, root, root_reason, root_score FROM name_key WHERE leader = ?1 ORDER BY key
