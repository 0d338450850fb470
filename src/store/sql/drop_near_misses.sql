-- Key ?1 is held against the others anew.
DELETE FROM near_miss WHERE key = ?1 OR other_key = ?1
