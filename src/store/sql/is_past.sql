-- Is day ?1 past, by today's date (UTC)?
SELECT ?1 < date('now')
