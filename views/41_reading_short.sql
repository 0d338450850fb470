-- How is each answer written in a table's cell? One row a reading: '3,000', 'up to 8,000', '10,000–12,000', 'no: pas encore en action'.
-- Reads reading.
CREATE VIEW reading_short AS
SELECT
  r.topic_id,
  r.question_id,
  CASE
    -- Words may deny by themselves ('loin des combats'): the sign stands before them.
    WHEN r.kind = 'fact' AND r.answer = '' THEN CASE WHEN r.is_denied THEN 'no: ' ELSE 'yes: ' END
    WHEN r.is_denied THEN 'not '
    ELSE ''
  END
  || CASE
    WHEN r.kind = 'date' THEN
      CASE
        WHEN r.value_low IS NULL AND r.value_high IS NULL THEN r.value_text
        WHEN r.value_low IS NULL THEN 'until ' || r.value_high
        WHEN r.value_high IS NULL THEN 'since ' || r.value_low
        WHEN r.value_low = r.value_high THEN r.value_low
        ELSE r.value_low || '–' || r.value_high
      END
    WHEN r.kind IN ('name', 'role', 'fact') THEN r.value_text
    WHEN r.value_low IS NULL AND r.value_high IS NULL THEN r.value_text
    WHEN r.value_low IS NULL THEN 'up to ' || r.high_text
    WHEN r.value_high IS NULL THEN 'at least ' || r.low_text
    WHEN r.value_low = r.value_high THEN r.low_text
    ELSE r.low_text || '–' || r.high_text
  END
  || CASE
    WHEN r.kind IN ('quantity', 'date', 'name', 'role', 'fact') AND r.unit_is_noun THEN ''
    WHEN r.kind = 'percent' THEN ' %'
    ELSE coalesce(' ' || r.unit, '')
  END
  || CASE WHEN r.kind IN ('name', 'role') OR r.place IS NULL THEN '' ELSE ' in ' || r.place END
  || CASE WHEN r.subgroup = '' THEN '' ELSE ' (' || replace(r.subgroup, '_', ' ') || ')' END
  || CASE WHEN r.is_planned THEN ' (planned)' ELSE '' END AS short,
  r.value_low,
  r.value_high,
  r.n_documents,
  r.n_sources,
  r.first_on,
  r.unit,
  r.is_denied,
  r.answer
FROM (
  SELECT
    g.*,
    EXISTS (SELECT 1 FROM assertion a WHERE a.question_id = g.question_id AND a.is_current AND coalesce(a.dimension, 'count') = 'count') AS unit_is_noun,
    CASE WHEN g.value_low = CAST(g.value_low AS INTEGER) THEN printf('%,d', g.value_low) ELSE printf('%!.12g', g.value_low) END AS low_text,
    CASE WHEN g.value_high = CAST(g.value_high AS INTEGER) THEN printf('%,d', g.value_high) ELSE printf('%!.12g', g.value_high) END AS high_text
  FROM reading g
) r;
