-- Which values are not what their document has at their place?
SELECT d.path || ' ' || a.char_start || '–' || a.char_end
FROM assertion a
JOIN document d ON d.document_id = a.document_id
WHERE substr(d.text, a.char_start + 1, a.char_end - a.char_start) <> a.value_text
