-- Run ?1 goes by the configuration in the file ?2.
UPDATE run SET configuration = ?2 WHERE run_id = ?1
