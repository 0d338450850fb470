-- What does relation ?1 say?
SELECT explanation FROM relation WHERE relation = ?1
