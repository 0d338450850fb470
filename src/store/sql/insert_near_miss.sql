INSERT INTO near_miss (key, other_key, score, reason) VALUES (min(?1, ?2), max(?1, ?2), ?3, ?4) ON CONFLICT DO NOTHING
