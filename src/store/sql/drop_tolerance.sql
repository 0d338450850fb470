-- Drops the tolerance that a configuration set for attribute ?1 and bound ?2.
DELETE FROM tolerance WHERE attribute = ?1 AND bound = ?2 AND set_by = 'configuration'
