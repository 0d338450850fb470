-- How do documents spell names of key ?1?
SELECT DISTINCT name FROM local_entity WHERE own_key = ?1 ORDER BY name
