-- By which rule do two current assertions of one topic stand to each other? One row a pair, the first rule that holds.
-- The ladder of ARCHITECTURE.md: each WHEN is a rung, read top down. `gap` is the distance between the two intervals as
-- they were said, in the base unit (days for dates); null where one holds a part of the other, and for words.
-- `confidence` is that of the less sure of the two.
-- Reads assertion_compare, assertion, place_part. The relation is the reason's (table reason).
CREATE VIEW pair_reason AS
SELECT
  p.left_id,
  p.right_id,
  p.topic_id,
  p.is_lead,
  p.gap,
  p.confidence,
  CASE
    -- incomparable
    WHEN p.is_measured AND NOT p.same_dimension AND NOT p.is_currency_slip THEN 'unlike_units'
    -- Two that are both denied may both be false.
    WHEN p.is_measured AND p.any_denial AND p.same_denial AND NOT p.same_value THEN 'may_both_hold'
    -- attribution, agree
    WHEN p.same_value AND p.same_bound AND p.same_denial AND p.left_speaker <> '' AND p.right_speaker <> '' AND p.left_speaker <> p.right_speaker THEN 'other_speaker'
    WHEN p.same_value AND p.same_denial AND p.same_bound THEN 'same_value'
    -- "$1.1 million" beside "C$1.1 million" is written where everyone knows whose dollars they are.
    WHEN p.is_currency_slip AND p.is_bare_dollar AND p.same_denial THEN 'same_value'
    -- precision
    WHEN p.same_value AND p.same_denial THEN 'bound_holds'
    WHEN p.is_measured AND NOT p.any_denial AND p.same_dimension AND p.overlap THEN
      CASE
        WHEN p.kind = 'date' THEN 'coarser_date'
        WHEN p.any_range THEN 'range_contains'
        WHEN p.any_bound THEN 'bound_holds'
        ELSE 'rounding'
      END
    -- Whoever converts a round figure rounds again.
    WHEN p.is_measured AND NOT p.any_denial AND p.is_converted AND p.gap <= 0.03 * p.most THEN 'rounding'
    WHEN p.kind = 'fact' AND p.same_denial AND p.list_contains THEN 'list_contains'
    -- variant
    WHEN p.kind = 'name' THEN
      CASE
        -- Capitals are often written without accents, and upper() leaves accented letters as they are.
        WHEN p.same_fold AND (lower(p.left_text) = lower(p.right_text) OR p.left_text = upper(p.left_text) OR p.right_text = upper(p.right_text)) THEN 'case'
        -- Folding spells short words out: it makes `St` and `Saint` one.
        WHEN p.same_fold AND abs(length(p.left_bare) - length(p.right_bare)) > 1 THEN 'short_form'
        WHEN p.same_fold AND p.left_bare = p.right_bare THEN 'hyphen'
        WHEN p.same_fold THEN 'accent'
        WHEN replace(replace(p.left_fold, '-', ''), ' ', '') = replace(replace(p.right_fold, '-', ''), ' ', '') THEN 'hyphen'
        WHEN instr(' ' || replace(p.left_fold, '-', ' ') || ' ', ' ' || replace(p.right_fold, '-', ' ') || ' ') > 0
          OR instr(' ' || replace(p.right_fold, '-', ' ') || ' ', ' ' || replace(p.left_fold, '-', ' ') || ' ') > 0 THEN 'short_form'
        WHEN p.entity_kind <> 'person' AND p.left_language <> p.right_language THEN 'other_language'
        WHEN p.entity_kind = 'organisation' THEN 'short_form'
        WHEN p.left_language <> p.right_language THEN 'transliteration'
        -- A place's key is made from its sounds, or is the gazetteer's: what it does not explain within one language is a slip.
        WHEN p.entity_kind <> 'person' AND p.same_key THEN 'transliteration'
        WHEN instr(p.left_fold, ' ') > 0 AND p.right_fold =
          substr(p.left_fold, instr(p.left_fold, ' ') + 1) || ' ' || substr(p.left_fold, 1, instr(p.left_fold, ' ') - 1) THEN 'word_order'
        -- What the names were linked by: a nickname, an order.
        ELSE coalesce((
          SELECT o.link_reason FROM assertion a JOIN local_entity o ON o.local_entity_id = a.local_entity_id
          WHERE a.assertion_id IN (p.left_id, p.right_id) AND o.link_reason IN ('short_form', 'word_order')
          ORDER BY o.link_reason LIMIT 1
        ), 'misspelling')
      END
    WHEN p.kind = 'role' AND p.same_denial AND (p.same_key OR p.list_contains) THEN
      CASE
        WHEN p.left_language <> p.right_language THEN 'title_in_other_language'
        -- The noun of an office stands before the stroke.
        WHEN NOT p.same_key AND substr(p.left_fold, 1, instr(p.left_fold, '/')) = substr(p.right_fold, 1, instr(p.right_fold, '/'))
          THEN 'shorter_title'
        ELSE 'title_synonym'
      END
    -- Of one day nobody is both the director and the deputy director.
    WHEN p.kind = 'role' AND p.same_denial AND p.is_deputys AND NOT p.apart_in_time THEN 'other_rank'
    WHEN p.kind = 'role' AND p.same_denial THEN 'other_title'
    -- Who is no longer this may be that.
    WHEN p.kind = 'role' AND NOT p.same_key THEN 'may_both_hold'
    WHEN NOT p.is_single AND p.same_denial THEN 'may_both_hold'
    -- scope
    WHEN p.left_place <> p.right_place AND p.left_place <> '' AND p.right_place <> '' AND EXISTS (
      SELECT 1 FROM place_part w
      WHERE (w.place_key = p.left_place AND w.whole_key = p.right_place)
         OR (w.place_key = p.right_place AND w.whole_key = p.left_place)
    ) THEN 'place_within'
    -- Of a place that the gazetteer does not know nobody can tell that it is no part of the other.
    WHEN p.left_place <> p.right_place AND p.left_place <> '' AND p.right_place <> '' AND (
      NOT p.same_question
      OR EXISTS (SELECT 1 FROM place_part w WHERE w.place_key = p.left_place AND w.whole_key = '*')
        AND EXISTS (SELECT 1 FROM place_part w WHERE w.place_key = p.right_place AND w.whole_key = '*')
    ) THEN 'place_differs'
    -- What was planned for a place and a group, and what came of it.
    WHEN NOT p.same_question AND p.left_asked_planned <> p.right_asked_planned AND p.left_planned <> p.right_planned AND p.plan_is_earlier
      AND p.left_question_place = p.right_question_place AND p.left_subgroup = p.right_subgroup THEN 'plan_changed'
    WHEN NOT p.same_question THEN
      CASE
        WHEN p.left_asked_planned <> p.right_asked_planned THEN 'planned_not_done'
        WHEN p.left_subgroup <> p.right_subgroup THEN 'subgroup_of'
        WHEN p.left_period <> p.right_period THEN 'period_differs'
        WHEN p.left_question_place <> p.right_question_place THEN 'place_unstated'
        ELSE 'definition_differs'
      END
    WHEN p.kind = 'date' AND p.one_event_days > 0 AND p.gap > p.one_event_days THEN 'other_occasion'
    -- Two lists may each be right as far as they go, unless one speaker gave both.
    WHEN p.left_members IS NOT NULL AND NOT p.is_clock AND p.same_denial AND (p.left_speaker <> p.right_speaker OR p.left_speaker = '') THEN 'definition_differs'
    -- 'Five men and seven women' are twelve: one document gives in one sentence the parts of what the other gives whole. A part
    -- and its whole ('seven, among them two firemen') are no two parts.
    WHEN p.is_measured AND NOT p.any_denial AND p.left_document <> p.right_document AND (
      EXISTS (
        SELECT 1 FROM assertion a JOIN assertion o ON o.document_id = a.document_id AND o.quote_start = a.quote_start
        JOIN question qa ON qa.question_id = a.question_id JOIN question qo ON qo.question_id = o.question_id
        WHERE a.assertion_id = p.left_id AND (qa.subgroup = '') = (qo.subgroup = '') AND o.assertion_id <> a.assertion_id AND o.topic_id = p.topic_id
          AND o.dimension = a.dimension AND a.base_low + o.base_low = p.right_low AND a.base_high + o.base_high = p.right_high
      ) OR EXISTS (
        SELECT 1 FROM assertion a JOIN assertion o ON o.document_id = a.document_id AND o.quote_start = a.quote_start
        JOIN question qa ON qa.question_id = a.question_id JOIN question qo ON qo.question_id = o.question_id
        WHERE a.assertion_id = p.right_id AND (qa.subgroup = '') = (qo.subgroup = '') AND o.assertion_id <> a.assertion_id AND o.topic_id = p.topic_id
          AND o.dimension = a.dimension AND a.base_low + o.base_low = p.left_low AND a.base_high + o.base_high = p.left_high
      )
    ) THEN 'part_of_sum'
    -- update
    WHEN p.left_planned <> p.right_planned AND p.plan_is_earlier AND (p.same_denial OR NOT p.is_measured) THEN 'plan_changed'
    WHEN p.is_measured AND NOT p.same_denial AND p.left_document = p.right_document
      AND p.left_speaker = p.right_speaker THEN 'revised_by_source'
    -- Where the words of both tell the day, the value is one that changes, whatever it is of.
    WHEN p.is_open AND p.is_measured AND p.both_dated AND p.apart_in_time AND NOT p.is_slip THEN 'fact_changed'
    WHEN p.is_open AND p.is_measured AND p.any_dated AND p.apart_in_time AND NOT p.is_slip
      AND p.later_minus_earlier > 0 THEN 'count_grew'
    -- The day of the article alone makes another value only of what runs from day to day: a water level, not a price or a crew.
    WHEN p.dynamics = 'level' AND p.apart_in_time AND (p.same_denial OR NOT p.is_measured) AND (p.is_measured AND p.is_daily OR p.any_dated)
      THEN 'fact_changed'
    -- A fact holds from its day to the article's: "shut on Monday", "open again on Wednesday".
    WHEN p.dynamics = 'level' AND p.kind = 'fact' AND p.since_other_days THEN 'fact_changed'
    WHEN p.dynamics = 'cumulative' AND p.apart_in_time AND NOT p.any_denial AND p.later_minus_earlier > 0 THEN 'count_grew'
    -- An article seldom contradicts itself in one voice: where no other answers the question, its values are of two things.
    WHEN p.left_document = p.right_document AND p.left_speaker = p.right_speaker AND NOT EXISTS (
      SELECT 1 FROM assertion o
      WHERE o.topic_id = p.topic_id AND o.question_id = p.left_question AND o.document_id <> p.left_document AND o.is_current
    ) THEN 'one_article'
    -- Unlike figures are a contradiction only where it is likely that both are of one thing; a slip speaks for that itself.
    WHEN p.is_measured AND NOT p.same_value AND NOT p.is_slip AND NOT p.is_currency_slip AND NOT p.both_sure THEN 'perhaps_another'
    -- contradiction
    WHEN NOT p.same_denial AND p.is_measured AND NOT p.same_value THEN 'other_value_denied'
    WHEN NOT p.same_denial THEN 'opposite_polarity'
    WHEN NOT p.is_measured THEN 'unlike_values'
    WHEN p.is_currency_slip THEN 'currency_slip'
    WHEN p.is_slip THEN 'decimal_slip'
    WHEN p.dynamics = 'cumulative' AND p.apart_in_time THEN 'count_fell'
    ELSE 'disjoint_values'
  END AS reason
FROM (
  SELECT
    l.assertion_id AS left_id,
    r.assertion_id AS right_id,
    l.topic_id,
    l.lead_rank > 0 AND r.lead_rank > 0 AND (l.question_id = r.question_id OR l.lead_rank + r.lead_rank = 4) AS is_lead,
    min(l.confidence, r.confidence) AS confidence,
    l.is_sure AND r.is_sure AS both_sure,
    l.kind,
    l.entity_kind,
    l.dynamics,
    l.is_daily,
    l.is_single,
    l.is_open,
    l.is_dated AND r.is_dated AS both_dated,
    l.is_dated OR r.is_dated AS any_dated,
    l.one_event_days,
    l.members AS left_members,
    l.kind NOT IN ('name', 'role', 'fact') AS is_measured,
    l.dimension IS r.dimension AS same_dimension,
    l.kind = 'money' AND l.dimension IN ('USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD') AND r.dimension IN ('USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD')
      AND (l.dimension = 'USD' AND instr(l.value_text, 'US') = 0 OR r.dimension = 'USD' AND instr(r.value_text, 'US') = 0) AS is_bare_dollar,
    l.kind = 'money' AND l.dimension <> r.dimension AND l.bound = r.bound AND l.base_low IS r.base_low AND l.base_high IS r.base_high
      AS is_currency_slip,
    l.dimension = r.dimension AND l.dimension <> 'count' AND l.unit <> r.unit AS is_converted,
    l.base_low AS left_low,
    l.base_high AS left_high,
    r.base_low AS right_low,
    r.base_high AS right_high,
    max(abs(coalesce(l.base_low, l.base_high)), abs(coalesce(r.base_low, r.base_high))) AS most,
    -- From ten up: of small counts one is easily ten times another.
    coalesce(
      l.base_low = l.base_high AND r.base_low = r.base_high AND min(l.base_low, r.base_low) >= 10
        AND round(max(l.base_low, r.base_low) / min(l.base_low, r.base_low), 6) IN (10, 100, 1000, 1000000),
      0
    ) AS is_slip,
    CASE
      -- A line that is broken within a name is no other spelling.
      WHEN l.kind = 'name' THEN replace(l.value_text, char(10), ' ') = replace(r.value_text, char(10), ' ')
      WHEN l.kind = 'role' THEN l.value_fold = r.value_fold
      WHEN l.kind = 'fact' THEN l.members IS r.members
      ELSE l.dimension IS r.dimension AND l.base_low IS r.base_low AND l.base_high IS r.base_high
    END AS same_value,
    l.bound = r.bound AS same_bound,
    l.bound = 'range' OR r.bound = 'range' AS any_range,
    l.bound <> 'exact' OR r.bound <> 'exact' AS any_bound,
    -- A time of day is a list of one.
    l.kind = 'fact' AND json_array_length(l.members) = 1 AND json_array_length(r.members) = 1 AS is_clock,
    l.is_denied = r.is_denied AS same_denial,
    l.is_denied OR r.is_denied AS any_denial,
    l.compare_low <= r.compare_high AND r.compare_low <= l.compare_high AS overlap,
    nullif(max(
      0,
      coalesce(l.base_low, -9e999) - coalesce(r.base_high, 9e999),
      coalesce(r.base_low, -9e999) - coalesce(l.base_high, 9e999)
    ), 0) AS gap,
    replace(l.value_text, char(10), ' ') AS left_text,
    replace(r.value_text, char(10), ' ') AS right_text,
    CASE WHEN l.kind = 'name' THEN
      replace(replace(replace(replace(replace(replace(replace(replace(lower(l.value_text), char(10), ''), ' ', ''), '-', ''), '‑', ''), ',', ''), '.', ''), '’', ''), '''', '') END AS left_bare,
    CASE WHEN l.kind = 'name' THEN
      replace(replace(replace(replace(replace(replace(replace(replace(lower(r.value_text), char(10), ''), ' ', ''), '-', ''), '‑', ''), ',', ''), '.', ''), '’', ''), '''', '') END AS right_bare,
    l.value_fold AS left_fold,
    r.value_fold AS right_fold,
    l.value_fold = r.value_fold AS same_fold,
    l.value_key = r.value_key AS same_key,
    CASE WHEN l.members IS NULL OR r.members IS NULL THEN 0 ELSE
      NOT EXISTS (SELECT 1 FROM json_each(l.members) x WHERE x.value NOT IN (SELECT y.value FROM json_each(r.members) y))
      OR NOT EXISTS (SELECT 1 FROM json_each(r.members) x WHERE x.value NOT IN (SELECT y.value FROM json_each(l.members) y))
    END AS list_contains,
    -- One is the title of an office, the other of the one next to it: `deputy_` stands before its class.
    CASE WHEN l.kind = 'role' AND l.members IS NOT NULL AND r.members IS NOT NULL THEN
      EXISTS (
        SELECT 1 FROM json_each(l.members) x JOIN json_each(r.members) y
        ON 'deputy_' || x.value = y.value OR 'deputy_' || y.value = x.value
      )
      AND (
        NOT EXISTS (
          SELECT 1 FROM json_each(l.members) x
          WHERE replace(x.value, 'deputy_', '') NOT IN (SELECT replace(y.value, 'deputy_', '') FROM json_each(r.members) y)
        )
        OR NOT EXISTS (
          SELECT 1 FROM json_each(r.members) x
          WHERE replace(x.value, 'deputy_', '') NOT IN (SELECT replace(y.value, 'deputy_', '') FROM json_each(l.members) y)
        )
      )
    ELSE 0 END AS is_deputys,
    l.document_id AS left_document,
    r.document_id AS right_document,
    l.speaker_key AS left_speaker,
    r.speaker_key AS right_speaker,
    l.language AS left_language,
    r.language AS right_language,
    l.place_key AS left_place,
    r.place_key AS right_place,
    l.subgroup AS left_subgroup,
    r.subgroup AS right_subgroup,
    l.period AS left_period,
    r.period AS right_period,
    l.question_id = r.question_id AS same_question,
    l.question_id AS left_question,
    l.question_place AS left_question_place,
    r.question_place AS right_question_place,
    l.is_planned AS left_planned,
    r.is_planned AS right_planned,
    l.asked_planned AS left_asked_planned,
    r.asked_planned AS right_asked_planned,
    coalesce(CASE WHEN l.is_planned THEN l.day_high < r.day_low ELSE r.day_high < l.day_low END, 0) AS plan_is_earlier,
    coalesce(l.day_high < r.day_low OR r.day_high < l.day_low, 0) AS apart_in_time,
    coalesce(l.is_dated AND r.is_dated AND l.day_low < l.day_high AND r.day_low < r.day_high AND l.day_low <> r.day_low, 0)
      AS since_other_days,
    CASE WHEN l.day_high < r.day_low THEN 1 ELSE -1 END
      * (coalesce(r.base_low, r.base_high) - coalesce(l.base_low, l.base_high)) AS later_minus_earlier
  FROM assertion_compare l
  JOIN assertion_compare r ON r.topic_id = l.topic_id AND r.assertion_id > l.assertion_id
) p;
