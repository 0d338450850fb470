-- Of which findings does the history not end in what is kept?
SELECT t.finding_id
FROM finding_kept k
JOIN topic t ON t.topic_id = k.topic_id
LEFT JOIN finding_change c ON c.change_id = (SELECT max(h.change_id) FROM finding_change h WHERE h.finding_id = t.finding_id)
WHERE c.change_id IS NOT k.last_change OR c.fingerprint <> k.fingerprint
UNION ALL
SELECT c.finding_id
FROM finding_change c
WHERE c.change <> 'gone'
  AND NOT EXISTS (SELECT 1 FROM finding_change l WHERE l.finding_id = c.finding_id AND l.change_id > c.change_id)
  AND NOT EXISTS (
    SELECT 1 FROM topic t JOIN finding_kept k ON k.topic_id = t.topic_id WHERE t.finding_id = c.finding_id
  )
