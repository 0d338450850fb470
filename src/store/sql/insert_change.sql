-- Notes what run ?2 found happened to the finding of topic ?1.
INSERT INTO finding_change (
  finding_id, run_id, change, entity, attribute, label, kind, relation, readings, severity, weight, confidence, fingerprint
)
SELECT t.finding_id, ?2, ?3, e.name, t.attribute, a.label, t.kind, ?4, ?5, ?6, ?7, ?8, ?9
FROM topic t
JOIN entity e ON e.entity_id = t.entity_id
JOIN attribute a ON a.attribute = t.attribute
WHERE t.topic_id = ?1
