-- What was decided of finding ?1, where it is not taken back?
SELECT judgement_id, verdict, reading, note, author, made_at, expires_on, state, n_new_readings
FROM judgement
WHERE finding_id = ?1 AND state IN ('stands', 'expired', 'came_back') AND verdict <> 'open'
