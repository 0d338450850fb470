-- Which judgements take back one of another finding, or one that itself takes another back?
SELECT j.finding_id
FROM judgement_kept j
JOIN judgement_kept u ON u.judgement_id = j.undoes
WHERE u.finding_id <> j.finding_id OR u.verdict = 'undo'
