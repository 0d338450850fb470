-- Names of key ?1 that are spelt ?2 have key ?3.
UPDATE local_entity SET own_key = ?3 WHERE own_key = ?1 AND name = ?2
