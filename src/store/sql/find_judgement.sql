-- Is this judgement kept already?
SELECT judgement_id FROM judgement_kept
WHERE finding_id = ?1 AND made_at = ?2 AND author = ?3 AND verdict = ?4 AND reading IS ?5 AND note IS ?6 AND undoes IS ?7
