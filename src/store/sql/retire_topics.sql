-- The topics that document ?1 speaks of are gathered anew.
UPDATE topic SET is_dirty = 1 WHERE topic_id IN (SELECT topic_id FROM assertion WHERE document_id = ?1)
