-- Did an extractor fail on document ?1, and has nobody stated anything of it from elsewhere since?
SELECT EXISTS (SELECT 1 FROM skip WHERE path = ?1 AND stage = 'extract')
  AND NOT EXISTS (
    SELECT 1 FROM assertion a JOIN document d ON d.document_id = a.document_id
    WHERE d.path = ?1 AND a.is_current AND a.given_hash IS NOT NULL
  )
