-- Of the pairs that give topic ?1 its relation ?2: the widest gap, and the widest as a share of the larger figure (of
-- dates in years, at most 1).
SELECT
  max(p.gap),
  max(CASE
    WHEN l.kind = 'date' THEN min(1.0, p.gap / 365.25)
    ELSE p.gap / nullif(max(
      abs(coalesce(l.base_high, l.base_low)), abs(coalesce(r.base_high, r.base_low))
    ), 0) END)
FROM pair_reason p
JOIN reason y ON y.reason = p.reason
JOIN assertion l ON l.assertion_id = p.left_id
JOIN assertion r ON r.assertion_id = p.right_id
WHERE p.topic_id = ?1 AND p.is_lead AND y.relation = ?2
