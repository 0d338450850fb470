-- The topics of the JSON list ?1 are gathered.
UPDATE topic SET is_dirty = 0 WHERE topic_id IN (SELECT value FROM json_each(?1))
