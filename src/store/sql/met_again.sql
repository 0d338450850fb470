-- Which keys do documents give that came, changed or went, of those that stories found to be one with another?
SELECT DISTINCT l.own_key
-- CROSS keeps the order of the tables: few documents are not settled.
FROM document d
CROSS JOIN local_entity l
WHERE NOT d.is_settled AND l.document_id = d.document_id
  AND (
    EXISTS (SELECT 1 FROM story_link s WHERE s.key = l.own_key)
    OR EXISTS (SELECT 1 FROM story_link s WHERE s.other_key = l.own_key)
  )
