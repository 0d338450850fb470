-- Entities that no document names any more; who speaks is named too.
DELETE FROM entity
WHERE is_dirty
  AND NOT EXISTS (SELECT 1 FROM local_entity l WHERE l.entity_id = entity.entity_id)
  AND NOT EXISTS (SELECT 1 FROM topic t WHERE t.entity_id = entity.entity_id)
