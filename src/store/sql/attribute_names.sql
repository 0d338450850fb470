-- What may an attribute be called?
SELECT attribute, attribute FROM attribute UNION SELECT attribute, label FROM attribute
