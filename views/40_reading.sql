-- What distinct answers does each question get, and from whom? One row an answer.
-- Reads assertion_full, assertion. 'about', 'nearly' and the bare figure are one answer; 'up to' and 'at least' are others.
CREATE VIEW reading AS
SELECT
  g.question_id,
  g.entity,
  g.attribute,
  g.place,
  g.value_low,
  g.value_high,
  g.value_text,
  g.unit,
  g.n_assertions,
  g.n_documents,
  g.n_sources,
  g.n_origins,
  g.first_on,
  g.last_on,
  -- In the order of the names: SQLite 3.40 cannot sort within an aggregate.
  (SELECT group_concat(n.name) FROM (SELECT DISTINCT value AS name FROM json_each(g.all_sources) ORDER BY name) n) AS sources,
  (SELECT group_concat(n.name) FROM (SELECT DISTINCT value AS name FROM json_each(g.all_speakers) WHERE value IS NOT NULL ORDER BY name) n) AS speakers,
  g.topic_id,
  g.kind,
  g.is_denied,
  g.is_planned,
  g.subgroup,
  g.period,
  g.place_key,
  g.answer
FROM (
  SELECT
    f.question_id,
    f.entity,
    f.attribute,
    min(f.said_place) AS place,
    f.value_low,
    f.value_high,
    min(f.value_text) AS value_text,
    f.unit,
    count(*) AS n_assertions,
    count(DISTINCT f.document_id) AS n_documents,
    count(DISTINCT f.source) AS n_sources,
    count(DISTINCT f.origin_id) AS n_origins,
    min(f.published_on) AS first_on,
    max(f.published_on) AS last_on,
    json_group_array(f.source) AS all_sources,
    json_group_array(f.attributed_to) AS all_speakers,
    f.topic_id,
    f.kind,
    f.is_denied,
    -- Planned is what all who give it plan.
    min(f.is_plan) AS is_planned,
    q.subgroup,
    q.period,
    q.place_key,
    f.answer
  FROM (
    SELECT
      g.*,
      -- A place that only stands near by is told with the statement, and narrows no answer. One place has one name in a topic,
      -- whatever the document's language.
      CASE WHEN a.place_key <> '' THEN (
        SELECT min(o.place) FROM assertion o WHERE o.topic_id = a.topic_id AND o.place_key = a.place_key AND o.is_current AND o.place_key <> ''
      ) END AS said_place,
      a.is_planned AS is_plan,
      a.polarity = '-' OR a.modality = 'denied' AS is_denied,
      CASE g.kind
        WHEN 'name' THEN replace(g.value_text, char(10), ' ')
        WHEN 'role' THEN a.value_fold
        WHEN 'fact' THEN coalesce(a.members, '')
        ELSE ''
      END AS answer
    FROM assertion_full g
    JOIN assertion a ON a.assertion_id = g.assertion_id
  ) f
  JOIN question q ON q.question_id = f.question_id
  GROUP BY f.topic_id, f.question_id, f.kind, f.value_low, f.value_high, f.unit, f.is_denied, f.answer
) g;
