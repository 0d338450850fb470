-- How does the first document that gives key ?1 spell it, and what does it take it for?
SELECT l.name, e.kind, coalesce(d.published_on, '9999') || ' ' || d.content_hash AS place
FROM local_entity l
JOIN document d ON d.document_id = l.document_id
JOIN entity e ON e.entity_id = l.entity_id
WHERE l.own_key = ?1 AND l.is_current AND e.kind IN ('person', 'place', 'organisation')
ORDER BY place
LIMIT 1
