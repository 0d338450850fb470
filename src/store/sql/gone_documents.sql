-- Which stories lost a document since stories were settled, and where in the order did it stand?
SELECT story, coalesce(published_on, '9999') || ' ' || content_hash FROM document
WHERE NOT is_settled AND NOT is_current AND story IS NOT NULL
