-- The documents that name somebody by key ?1 or ?2 have their stories settled anew.
UPDATE document SET is_settled = 0
WHERE is_current AND document_id IN (SELECT document_id FROM local_entity WHERE is_current AND own_key IN (?1, ?2))
