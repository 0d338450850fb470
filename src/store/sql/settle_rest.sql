-- What has no event, or no longer counts, has no story.
UPDATE document SET story = CASE WHEN is_current THEN NULL ELSE story END, is_settled = 1 WHERE NOT is_settled
