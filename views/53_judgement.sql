-- What did persons decide about findings, and does it still count? One row a judgement, those that were replaced or undone too.
-- Reads judgement_kept, judgement_standing, finding. state: stands; expired, its last day has passed; came_back, it dismissed a
-- finding that has new readings; superseded, a later one stands; undone; undo, it took another one back. status: of the finding
-- today, null where its sources agree by now or no longer speak of it. readings_then: when it was judged.
CREATE VIEW judgement AS
SELECT
  j.judgement_id,
  j.finding_id,
  coalesce(f.entity, j.entity) AS entity,
  j.attribute,
  j.kind,
  j.verdict,
  j.reading,
  j.note,
  j.author,
  j.made_at,
  j.expires_on,
  CASE
    WHEN j.verdict = 'undo' THEN 'undo'
    WHEN u.judgement_id IS NOT NULL THEN 'undone'
    WHEN s.judgement_id IS NULL THEN 'superseded'
    WHEN s.is_expired THEN 'expired'
    WHEN s.status <> s.verdict THEN 'came_back'
    ELSE 'stands'
  END AS state,
  f.status,
  coalesce(s.n_new_readings, 0) AS n_new_readings,
  j.relation AS relation_then,
  j.readings AS readings_then,
  f.relation,
  f.readings,
  j.value_low,
  j.value_high,
  j.undoes,
  j.label
FROM judgement_kept j
LEFT JOIN judgement_kept u ON u.undoes = j.judgement_id
LEFT JOIN judgement_standing s ON s.judgement_id = j.judgement_id
LEFT JOIN finding f ON f.finding_id = j.finding_id;
