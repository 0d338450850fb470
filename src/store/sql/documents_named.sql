-- Which current documents name somebody by key ?1?
SELECT DISTINCT document_id FROM local_entity WHERE is_current AND own_key = ?1
