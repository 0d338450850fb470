-- Which entities may be one, and were not linked? ?1: JSON array of entity ids, or null for all.
SELECT
  -- Of two that are called alike only the keys tell which is which; the commands take a key for a name.
  p.entity || CASE WHEN p.entity = p.other_entity THEN ' (' || p.key || ')' ELSE '' END AS entity,
  p.other_entity || CASE WHEN p.entity = p.other_entity THEN ' (' || p.other_key || ')' ELSE '' END AS other_entity,
  p.kind, p.score, p.reason, p.n_documents AS documents, p.n_other_documents AS other_documents
FROM possible_link p
WHERE ?1 IS NULL OR EXISTS (
  SELECT 1 FROM entity e JOIN json_each(?1) j ON j.value = e.entity_id WHERE e.key IN (p.key, p.other_key)
)
ORDER BY p.score DESC, p.n_documents + p.n_other_documents DESC, p.entity, p.other_entity, p.key, p.other_key
