-- Which rows refer to rows that are not there?
SELECT "table" || ' ' || coalesce(rowid, '?') FROM pragma_foreign_key_check
