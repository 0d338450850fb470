-- Which judged findings have an id that begins with ?1? Ids hold no letter above 'z'.
SELECT DISTINCT finding_id FROM judgement_kept WHERE finding_id >= ?1 AND finding_id < ?1 || '~' ORDER BY finding_id LIMIT 6
