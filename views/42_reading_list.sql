-- What are the answers of a topic, in one cell: '3,000 | 10,000 | 10,000–12,000'? One row a topic.
-- Reads reading_short. A window and not an ordered subquery: SQLite promises the order of group_concat only there.
CREATE VIEW reading_list AS
SELECT w.topic_id, w.readings, w.n_readings
FROM (
  SELECT
    s.topic_id,
    group_concat(s.short, ' | ') OVER answers AS readings,
    count(*) OVER answers AS n_readings,
    row_number() OVER (PARTITION BY s.topic_id ORDER BY s.is_text, s.at_low, s.at_high, s.short) AS place
  FROM (
    SELECT
      topic_id,
      short,
      min(typeof(coalesce(value_low, value_high)) IN ('null', 'text')) AS is_text,
      min(coalesce(value_low, value_high)) AS at_low,
      min(value_high) AS at_high
    FROM reading_short
    GROUP BY topic_id, short
  ) s
  WINDOW answers AS (
    PARTITION BY s.topic_id ORDER BY s.is_text, s.at_low, s.at_high, s.short
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  )
) w
WHERE w.place = 1;
