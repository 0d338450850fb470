-- Does one document give both key ?1 and key ?2?
SELECT EXISTS (
  SELECT 1 FROM local_entity x
  JOIN local_entity y ON y.own_key = ?2 AND y.document_id = x.document_id AND y.is_current
  WHERE x.own_key = ?1 AND x.is_current
)
