-- Document ?1 is about the event ?2 and has the marks ?3, of the agency ?4; its story is to be found anew.
UPDATE document SET event_key = ?2, marks = ?3, wire = ?4, is_settled = 0 WHERE document_id = ?1
