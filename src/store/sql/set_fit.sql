-- Assertion ?1 answers its question as surely as ?2.
UPDATE assertion SET fit = ?2 WHERE assertion_id = ?1
