-- Drops the names of document ?1 that no statement of it is about or credits.
DELETE FROM local_entity
WHERE document_id = ?1
  AND NOT EXISTS (SELECT 1 FROM assertion a WHERE a.local_entity_id = local_entity.local_entity_id)
  AND NOT EXISTS (
    SELECT 1 FROM assertion a WHERE a.document_id = local_entity.document_id AND a.speaker_id = local_entity.entity_id
  )
