-- Who always spells entity ?1 one way?
SELECT h.source, h.spelling, h.n_documents AS documents
FROM house_style h
JOIN topic t ON t.topic_id = h.topic_id
WHERE t.entity_id = ?1
ORDER BY h.n_documents DESC, h.source
