-- Sets the tolerance for attribute ?1 and bound ?2 as a configuration has it: ?3 below, ?4 above.
INSERT INTO tolerance (attribute, bound, below, above, set_by) VALUES (?1, ?2, ?3, ?4, 'configuration')
