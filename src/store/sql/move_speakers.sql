-- Who is credited in document ?1 is another entity now: ?2 is a JSON array of {from, to, key}. All at once, so that one who
-- becomes whom another was is not moved twice.
UPDATE assertion SET speaker_id = m.value ->> 'to', speaker_key = m.value ->> 'key'
FROM json_each(?2) m
WHERE document_id = ?1 AND speaker_id = m.value ->> 'from'
