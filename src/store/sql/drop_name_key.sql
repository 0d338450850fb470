-- No current document gives key ?1.
DELETE FROM name_key WHERE key = ?1
