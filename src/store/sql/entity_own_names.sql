-- Under which names do current documents know entity ?1, and which keys do these make?
SELECT DISTINCT name, own_key FROM local_entity WHERE entity_id = ?1 AND is_current ORDER BY name, own_key
