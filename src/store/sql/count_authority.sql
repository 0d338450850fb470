-- How many entities have a preferred form?
SELECT count(*) FROM entity e
WHERE EXISTS (
  SELECT 1 FROM local_entity l JOIN authority a ON a.key IN (l.own_key, e.key) AND a.kind = e.kind
  WHERE l.entity_id = e.entity_id AND l.is_current
) OR EXISTS (
  SELECT 1 FROM name_key n JOIN authority a ON a.key = n.key AND a.kind = e.kind WHERE n.means = e.key
)
