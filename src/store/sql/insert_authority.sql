-- Lists a preferred form; a later list replaces an earlier one's.
INSERT OR REPLACE INTO authority (key, kind, preferred, wikidata, name) VALUES (?1, ?2, ?3, ?4, ?5)
