-- Assertion ?1 is about whom its document knows as ?2.
UPDATE assertion SET local_entity_id = ?2 WHERE assertion_id = ?1
