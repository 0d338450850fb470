-- Which documents count? In the order in which they came.
SELECT document_id, slot, path FROM document WHERE is_current ORDER BY document_id
