-- Notes that place ?1 lies in place ?2.
INSERT OR IGNORE INTO place_part (place_key, whole_key) VALUES (?1, ?2)
