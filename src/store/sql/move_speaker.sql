-- Who is credited as ?2 in document ?1 is ?3, under key ?4.
UPDATE assertion SET speaker_id = ?3, speaker_key = ?4 WHERE document_id = ?1 AND speaker_id = ?2
