-- How does the finding of topic ?1 stand?
SELECT fingerprint, first_change, last_change FROM finding_kept WHERE topic_id = ?1
