-- Has the topics gathered anew of which passage ?1 of document ?2 speaks.
UPDATE topic SET is_dirty = 1
WHERE NOT is_dirty AND topic_id IN (
  SELECT topic_id FROM assertion WHERE passage = ?1 AND passage <> '' AND is_current AND document_id = ?2
)
