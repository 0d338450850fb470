-- Which keys have the documents that came, changed or went, and where in the order is the first that came and the first
-- that went? A document that was read anew may no longer give a key whose first it was: that counts as gone.
SELECT key, min(came) AS came, min(went) AS went
FROM (
  SELECT
    l.own_key AS key,
    CASE WHEN d.is_current THEN coalesce(d.published_on, '9999') || ' ' || d.content_hash END AS came,
    CASE WHEN NOT d.is_current THEN coalesce(d.published_on, '9999') || ' ' || d.content_hash END AS went
  -- CROSS keeps the order of the tables: few documents are not settled.
  FROM document d
  CROSS JOIN local_entity l ON l.document_id = d.document_id
  CROSS JOIN entity e ON e.entity_id = l.entity_id
  WHERE NOT d.is_settled AND e.kind IN ('person', 'place', 'organisation')
  UNION ALL
  SELECT n.key, NULL, n.first_place
  FROM document d
  CROSS JOIN name_key n ON n.first_place = coalesce(d.published_on, '9999') || ' ' || d.content_hash
  WHERE NOT d.is_settled
)
GROUP BY key
ORDER BY key
