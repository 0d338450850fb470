-- The entities of current documents, those in most documents first; ?1: JSON array of entity ids, or null for all.
SELECT
  e.name AS entity,
  e.kind,
  (
    SELECT group_concat(n.name, ' | ')
    FROM (
      SELECT o.name FROM local_entity o
      WHERE o.entity_id = e.entity_id AND o.is_current
      GROUP BY o.name
      ORDER BY count(*) DESC, o.name
    ) n
  ) AS spellings,
  count(DISTINCT l.document_id) AS documents,
  (SELECT count(*) FROM finding_kept k JOIN topic t ON t.topic_id = k.topic_id WHERE t.entity_id = e.entity_id) AS findings,
  count(DISTINCT d.source_id) AS sources,
  (
    SELECT group_concat(n.language, ', ')
    FROM (
      SELECT DISTINCT x.language FROM local_entity o JOIN document x ON x.document_id = o.document_id
      WHERE o.entity_id = e.entity_id AND o.is_current
      ORDER BY x.language
    ) n
  ) AS languages,
  min(d.published_on) AS first_on
FROM entity e
JOIN local_entity l ON l.entity_id = e.entity_id AND l.is_current
JOIN document d ON d.document_id = l.document_id
WHERE ?1 IS NULL OR e.entity_id IN (SELECT value FROM json_each(?1))
GROUP BY e.entity_id
ORDER BY documents DESC, findings DESC, e.name, e.entity_id
