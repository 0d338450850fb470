-- Is a finding of topic ?1 kept?
SELECT EXISTS (SELECT 1 FROM finding_kept WHERE topic_id = ?1)
