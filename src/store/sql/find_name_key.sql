-- What is known of key ?1?
SELECT key, kind, name, first_place, block, leader, means, reason, score, root, root_reason, root_score FROM name_key WHERE key = ?1
