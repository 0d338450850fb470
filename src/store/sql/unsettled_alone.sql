-- Which documents came and belong to no story?
SELECT document_id FROM document WHERE +is_current AND NOT is_settled AND event_key = ''
