-- Which document counts in slot ?1?
SELECT document_id, content_hash, version FROM document WHERE slot = ?1 AND is_current
