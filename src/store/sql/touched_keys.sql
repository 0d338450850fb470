-- Which keys have the documents that came, changed or went, and where in the order is the first that came and the first
-- that went?
SELECT
  l.own_key,
  min(CASE WHEN d.is_current THEN coalesce(d.published_on, '9999') || ' ' || d.content_hash END) AS came,
  min(CASE WHEN NOT d.is_current THEN coalesce(d.published_on, '9999') || ' ' || d.content_hash END) AS went
FROM document d
JOIN local_entity l ON l.document_id = d.document_id
JOIN entity e ON e.entity_id = l.entity_id
WHERE NOT d.is_settled AND e.kind IN ('person', 'place', 'organisation')
GROUP BY l.own_key
ORDER BY l.own_key
