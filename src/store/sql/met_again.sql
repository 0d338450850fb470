-- Which keys do documents give that came, changed or went, of those that stories found to be one with another?
SELECT DISTINCT l.own_key
FROM document d
JOIN local_entity l ON l.document_id = d.document_id
WHERE NOT d.is_settled
  AND (
    EXISTS (SELECT 1 FROM story_link s WHERE s.key = l.own_key)
    OR EXISTS (SELECT 1 FROM story_link s WHERE s.other_key = l.own_key)
  )
