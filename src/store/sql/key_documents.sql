-- Which current documents give key ?1, and of which story are they?
SELECT d.document_id, d.story, coalesce(d.published_on, '9999') || ' ' || d.content_hash AS place
FROM local_entity l
JOIN document d ON d.document_id = l.document_id
WHERE l.own_key = ?1 AND l.is_current
