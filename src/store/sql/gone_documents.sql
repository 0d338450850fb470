-- Which stories lost a document since stories were settled, or may lose one that was read anew, and where in the order does it
-- stand?
SELECT story, coalesce(published_on, '9999') || ' ' || content_hash FROM document
WHERE NOT is_settled AND story IS NOT NULL
