-- Which documents count, by what tells them apart?
SELECT slot, content_hash FROM document INDEXED BY document_known WHERE is_current
