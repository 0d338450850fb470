-- A deputy's title is another than that of the office.
INSERT INTO reason (reason, relation, weight, explanation) VALUES
  ('word_order', 'variant', 2, 'the same words in another order'),
  ('other_rank', 'contradiction', 3, 'one title is that of an office, the other that of a deputy');
UPDATE topic SET is_dirty = 1 WHERE kind = 'role';

-- What a run and a report look for, so that neither reads the whole store.
CREATE INDEX document_by_place ON document (coalesce(published_on, '9999') || ' ' || content_hash) WHERE is_current AND event_key <> ''; -- which documents come after one?
CREATE INDEX document_undated ON document (document_id) WHERE is_current AND event_key <> '' AND published_on IS NULL; -- is there one of unknown date?
CREATE INDEX document_known ON document (slot, content_hash) WHERE is_current; -- which documents are known?
DROP INDEX finding_by_severity;
CREATE INDEX finding_head ON finding_kept (topic_id, severity, weight, confidence, n_sources, n_documents, last_on, relation, reason); -- which findings come first?
