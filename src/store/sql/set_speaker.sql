-- Who is credited with assertion ?1 is entity ?2, by key ?3.
UPDATE assertion SET speaker_id = ?2, speaker_key = ?3 WHERE assertion_id = ?1
