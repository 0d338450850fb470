SELECT slot FROM document WHERE document_id = ?1
