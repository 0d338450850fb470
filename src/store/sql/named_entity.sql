-- Who or what is entity ?1? Nothing where no current document names it.
SELECT entity_id, key, kind, name FROM entity e
WHERE entity_id = ?1 AND EXISTS (SELECT 1 FROM local_entity l WHERE l.entity_id = e.entity_id AND l.is_current)
