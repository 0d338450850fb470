-- Was anything decided about the finding of topic ?1? Its id, and that of topic ?2.
SELECT b.finding_id, n.finding_id
FROM topic b JOIN topic n ON n.topic_id = ?2
WHERE b.topic_id = ?1 AND EXISTS (SELECT 1 FROM judgement_kept j WHERE j.finding_id = b.finding_id)
