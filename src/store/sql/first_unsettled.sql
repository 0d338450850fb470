-- Where in the order of documents is the first that came, changed or went since stories were settled? Null where none did.
SELECT min(coalesce(published_on, '9999') || ' ' || content_hash) FROM document WHERE NOT is_settled
