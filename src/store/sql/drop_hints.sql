DELETE FROM name_hint WHERE key = ?1
