-- Adds a spelling that a person split off, like assertion ?1 of a name of its document: in topic ?2 and question ?3, of local entity ?4;
-- its words ?5, folded ?6, in quote ?7, from ?8 to ?9 of a text in which the quote begins at ?10, ?11 times.
INSERT INTO assertion (
  document_id, topic_id, question_id, local_entity_id, kind, value_text, bound, value_fold, value_key, polarity, modality,
  day_low, day_high, quote, char_start, char_end, quote_start, passage, n_mentions, extractor, rule, confidence, said_attribute
)
SELECT
  document_id, ?2, ?3, ?4, kind, ?5, bound, ?6, value_key, polarity, modality,
  day_low, day_high, ?7, ?8, ?9, ?10, '', ?11, extractor, 'judgement:split', confidence, said_attribute
FROM assertion
WHERE assertion_id = ?1
