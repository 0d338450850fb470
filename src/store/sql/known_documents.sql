-- Which documents count, by what tells them apart?
SELECT slot, content_hash FROM document WHERE is_current
