-- Which keys has block ?1? In the order of the documents that first gave them.
SELECT key, kind, name, first_place, block, leader, means, reason, score, root, root_reason, root_score FROM name_key WHERE block = ?1 AND block <> ''
ORDER BY first_place, key
