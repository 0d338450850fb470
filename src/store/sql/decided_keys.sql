-- Which keys mean another entity since a person decided so?
SELECT key, kind, name, first_place, block, leader, means, reason, score FROM name_key WHERE means <> leader ORDER BY key
