-- Which bounds have no tolerance for all attributes?
SELECT b.value
FROM json_each('["exact","about","nearly","at_most","at_least","more_than","less_than","range","vague"]') b
WHERE b.value NOT IN (SELECT bound FROM tolerance WHERE attribute = '*')
