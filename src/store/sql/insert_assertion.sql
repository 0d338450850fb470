-- Adds an assertion.
INSERT INTO assertion (
  document_id, topic_id, question_id, local_entity_id, kind, value_text, value_low, value_high, bound, unit,
  base_low, base_high, dimension, rounding, value_fold, value_key, members, polarity, modality, attributed_to,
  speaker_id, speaker_key, place, as_of_low, as_of_high, day_low, day_high, quote, char_start, char_end,
  quote_start, passage, n_mentions, extractor, rule, confidence, context, said_attribute, place_key, subgroup,
  period, is_planned, given_hash
) VALUES (
  ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
  ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
  ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30,
  ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40,
  ?41, ?42, ?43
)
