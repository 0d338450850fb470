-- In how many documents of each language is each spelling of the entities whose names are counted anew?
SELECT e.entity_id, e.kind, a.value_text, d.language, count(DISTINCT a.document_id) AS n_documents
-- CROSS keeps the order of the tables: few entities are counted anew.
FROM entity e
CROSS JOIN topic t ON t.entity_id = e.entity_id AND t.attribute = 'name' AND t.kind = 'name'
CROSS JOIN assertion a ON a.topic_id = t.topic_id AND a.is_current
CROSS JOIN document d ON d.document_id = a.document_id
WHERE e.is_dirty AND e.kind IN ('person', 'place', 'organisation')
GROUP BY e.entity_id, a.value_text, d.language
ORDER BY e.entity_id
