-- Which quotes are not what their document has at their place?
SELECT d.path || ' ' || a.quote_start
FROM assertion a
JOIN document d ON d.document_id = a.document_id
WHERE substr(d.text, a.quote_start + 1, length(a.quote)) <> a.quote
