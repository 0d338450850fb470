-- Nothing is at odds in topic ?1.
DELETE FROM finding_kept WHERE topic_id = ?1
