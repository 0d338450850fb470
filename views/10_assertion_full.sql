-- What does each current document state? One row an assertion, with document, source, entity and attribute in words.
-- Reads the tables. origin_id: the credited speaker, else the paragraph where several documents carry it,
-- else the news agency that the document says it comes from, else the source.
CREATE VIEW assertion_full AS
SELECT
  a.assertion_id,
  d.path AS document,
  s.name AS source,
  d.published_on,
  d.language,
  a.question_id,
  e.name AS entity,
  e.kind AS entity_kind,
  t.attribute,
  a.kind,
  a.value_text,
  a.value_low,
  a.value_high,
  a.bound,
  a.unit,
  a.polarity,
  a.modality,
  a.attributed_to,
  a.place,
  coalesce(a.as_of_low, CASE WHEN a.as_of_high IS NULL THEN d.published_on END) AS as_of_low,
  coalesce(a.as_of_high, CASE WHEN a.as_of_low IS NULL THEN d.published_on END) AS as_of_high,
  a.quote,
  a.char_start,
  a.char_end,
  CASE
    WHEN a.speaker_key <> '' THEN 'speaker:' || a.speaker_key
    WHEN a.passage <> '' AND EXISTS (
      SELECT 1 FROM assertion o WHERE o.passage = a.passage AND o.document_id <> a.document_id AND o.is_current AND o.passage <> ''
    ) THEN 'passage:' || a.passage
    WHEN d.wire IS NOT NULL THEN 'wire:' || d.wire
    ELSE 'source:' || s.name
  END AS origin_id,
  a.extractor,
  round(a.confidence * a.fit, 3) AS confidence,
  a.rule,
  a.n_mentions,
  a.topic_id,
  t.finding_id,
  a.document_id,
  a.local_entity_id
FROM assertion a
JOIN document d ON d.document_id = a.document_id
JOIN source s ON s.source_id = d.source_id
JOIN topic t ON t.topic_id = a.topic_id
JOIN entity e ON e.entity_id = t.entity_id
WHERE a.is_current;
