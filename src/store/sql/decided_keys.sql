-- Which keys mean another entity since a person decided so?
SELECT key, kind, name, first_place, block, leader, means, reason, score, root, root_reason, root_score FROM name_key
WHERE means <> root
ORDER BY key
