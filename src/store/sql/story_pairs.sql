-- Which keys did story ?1 find to be one?
SELECT key, other_key, score, reason FROM story_link WHERE story = ?1 ORDER BY key, other_key
