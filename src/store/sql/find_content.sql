-- Does a document of content ?1 count already?
SELECT 1 FROM document WHERE content_hash = ?1 AND is_current
