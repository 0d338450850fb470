INSERT OR REPLACE INTO story_link (story, key, other_key, score, reason) VALUES (?1, ?2, ?3, ?4, ?5)
