-- Takes out assertion ?1, a row from elsewhere that a later one replaces.
DELETE FROM assertion WHERE assertion_id = ?1 AND given_hash IS NOT NULL
