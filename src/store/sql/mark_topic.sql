-- Has topic ?1 gathered at the end of the run.
UPDATE topic SET is_dirty = 1 WHERE topic_id = ?1
