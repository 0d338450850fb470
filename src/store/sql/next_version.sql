-- Which version of slot ?1 comes next?
SELECT coalesce(max(version), 0) + 1 FROM document WHERE slot = ?1
