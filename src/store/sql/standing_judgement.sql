-- Which judgement of finding ?1 stands, expired or not?
SELECT judgement_id, verdict FROM judgement_standing WHERE finding_id = ?1
