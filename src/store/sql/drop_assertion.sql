-- Drops an assertion.
DELETE FROM assertion WHERE assertion_id = ?1
