-- Which blocks have two keys in one of the documents that came, changed or went? With the first place of those.
SELECT n.block, min(n.first_place)
-- CROSS keeps the order of the tables: few documents are not settled.
FROM document d
CROSS JOIN local_entity l ON l.document_id = d.document_id
CROSS JOIN name_key n ON n.key = l.own_key
WHERE NOT d.is_settled AND n.block <> ''
GROUP BY d.document_id, n.block
HAVING count(DISTINCT n.key) > 1
