-- Topic ?1 is gathered.
UPDATE topic SET is_dirty = 0 WHERE topic_id = ?1
