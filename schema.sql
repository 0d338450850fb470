-- The whole schema of an atodds store: tables, reference rows, views.
-- `sqlite3 new.db < schema.sql` gives an empty store that atodds accepts.
-- Made from migrations/ and views/ by `make schema`; a test holds them equal. Do not edit it here.

PRAGMA foreign_keys = ON;
BEGIN;

-- What was run, in sqlx-cli's own table.
CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);

-- migrations/0001_initial.sql
-- The first schema: documents, what they name, what they state, and what is gathered of it for a reader.
--
-- Words are those of ARCHITECTURE.md. Enumerations are words, days are ISO 8601 text at the precision that was said,
-- times of the machine are UTC. Every table is STRICT. Views stand in views/ and hold no state.

PRAGMA application_id = 0x61746f64; -- 'atod'

-- A batch from start to end.
CREATE TABLE run (
  run_id      INTEGER PRIMARY KEY,                                   -- grows with each batch
  command     TEXT NOT NULL,                                         -- ingest, import, extract, run
  version     TEXT NOT NULL,                                         -- of the program that ran
  started_at  TEXT NOT NULL,                                         -- UTC, ISO 8601
  finished_at TEXT,                                                  -- null while it runs, or where it was killed
  status      TEXT NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed')), -- how it ended
  n_read      INTEGER NOT NULL DEFAULT 0 CHECK (n_read >= 0),        -- documents, of an import rows, read
  n_added     INTEGER NOT NULL DEFAULT 0 CHECK (n_added >= 0),       -- of these: new
  n_changed   INTEGER NOT NULL DEFAULT 0 CHECK (n_changed >= 0),     -- of these: a new version of a known one
  n_unchanged INTEGER NOT NULL DEFAULT 0 CHECK (n_unchanged >= 0),   -- of these: known already
  n_skipped   INTEGER NOT NULL DEFAULT 0 CHECK (n_skipped >= 0),     -- rows in skip
  n_forgotten INTEGER NOT NULL DEFAULT 0 CHECK (n_forgotten >= 0),   -- documents taken out
  last_change INTEGER,                                               -- the last row of finding_change when it ended; 0 is none, null where it did not end
  configuration TEXT,                                                -- full path of the file that a scheduled batch went by
  notified_at TEXT                                                   -- when a scheduled batch had told of all that was new; null where it did not
) STRICT;

-- A document, or a line of one, that a batch passed over.
CREATE TABLE skip (
  skip_id INTEGER PRIMARY KEY,                                       -- in the order in which they were met
  run_id  INTEGER NOT NULL REFERENCES run (run_id) ON DELETE CASCADE, -- the batch
  path    TEXT NOT NULL,                                             -- as given
  line    INTEGER CHECK (line > 0),                                  -- the line at fault, where one can be named
  stage   TEXT NOT NULL CHECK (stage IN ('read', 'parse', 'extract', 'store')), -- where it was given up
  reason  TEXT NOT NULL                                              -- why, for a person
) STRICT;
CREATE INDEX skip_by_run ON skip (run_id);

-- Who publishes.
CREATE TABLE source (
  source_id INTEGER PRIMARY KEY,                                     -- of this file alone
  name      TEXT NOT NULL UNIQUE CHECK (name <> ''),                 -- as metadata, sources.csv or the file name has it
  country   TEXT CHECK (length(country) = 2)                         -- ISO 3166 alpha-2, where known
) STRICT;

-- An article as published. A changed one is a further row; the older one stays.
CREATE TABLE document (
  document_id     INTEGER PRIMARY KEY,                               -- of this file alone
  path            TEXT NOT NULL,                                     -- path or URL as given; `#L<line>` for a row of a JSONL file
  slot            TEXT NOT NULL,                                     -- what versions share: the file's full path; of a JSONL row its URL, else file and line; of standard input the text's hash
  source_id       INTEGER NOT NULL REFERENCES source (source_id),    -- who published it
  title           TEXT,                                              -- its headline, where one is known
  text            TEXT NOT NULL,                                     -- as a reader sees it; all offsets refer to it
  language        TEXT NOT NULL CHECK (length(language) = 2),        -- ISO 639-1
  url             TEXT,                                              -- where it stands on the web
  format          TEXT NOT NULL,                                     -- txt, md, html, jsonl, stdin
  published_on    TEXT,                                              -- ISO 8601 at the precision known
  published_basis TEXT CHECK (published_basis IN ('metadata', 'option', 'sources', 'text')), -- what tells the date
  wire            TEXT,                                              -- the news agency that it says it comes from
  content_hash    TEXT NOT NULL,                                     -- SHA-256 of text, title, source, date and language, hexadecimal
  version         INTEGER NOT NULL CHECK (version > 0),              -- 1, 2, … of the documents of this slot
  is_current      INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)), -- whether it counts: no newer version stands, and it was not forgotten
  forgotten_run   INTEGER REFERENCES run (run_id),                   -- the run that took it out, its article being gone; null where none did
  event_key       TEXT NOT NULL DEFAULT '',                          -- key of the event that it is about, as it alone knows it; '' is none
  marks           TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(marks)), -- names and figures by which documents about one event are known, each with its weight
  story           TEXT,                                              -- key of its event as its story's first document knows it; documents of one story share it; null until settled
  is_settled      INTEGER NOT NULL DEFAULT 0 CHECK (is_settled IN (0, 1)), -- whether its story is known, and those of the documents after it
  UNIQUE (slot, version),
  CHECK (NOT is_current OR forgotten_run IS NULL)
) STRICT;
CREATE INDEX document_unsettled ON document (document_id) WHERE NOT is_settled; -- what the end of a run has to settle
CREATE INDEX document_by_story ON document (story) WHERE is_current;  -- who tells of one event
CREATE INDEX document_by_content ON document (content_hash);          -- is this text known already?
CREATE UNIQUE INDEX document_current ON document (slot) WHERE is_current; -- the version that counts

-- The files that scheduled batches read. When one goes, what it held no longer counts; a document that came by another
-- way before has no row here and stays.
CREATE TABLE watched (
  file  TEXT PRIMARY KEY,                                            -- its full path: document.slot, of a row of a JSONL file what stands before the line
  path  TEXT NOT NULL,                                               -- as it is shown: document.path, of a row of a JSONL file what stands before `#L`
  input TEXT NOT NULL                                                -- full path or glob of the configured input that it was last found under
) STRICT, WITHOUT ROWID;

-- Full text of documents, accents folded: SELECT rowid FROM document_text WHERE document_text MATCH 'coree'.
CREATE VIRTUAL TABLE document_text USING fts5 (
  title, text, content = 'document', content_rowid = 'document_id', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER document_text_insert AFTER INSERT ON document BEGIN
  INSERT INTO document_text (rowid, title, text) VALUES (new.document_id, new.title, new.text);
END;
CREATE TRIGGER document_text_delete AFTER DELETE ON document BEGIN
  INSERT INTO document_text (document_text, rowid, title, text) VALUES ('delete', old.document_id, old.title, old.text);
END;
CREATE TRIGGER document_text_update AFTER UPDATE OF title, text ON document BEGIN
  INSERT INTO document_text (document_text, rowid, title, text) VALUES ('delete', old.document_id, old.title, old.text);
  INSERT INTO document_text (rowid, title, text) VALUES (new.document_id, new.title, new.text);
END;

-- What mentions resolve to, across documents and languages.
CREATE TABLE entity (
  entity_id INTEGER PRIMARY KEY,                                     -- of this file alone
  key       TEXT NOT NULL UNIQUE CHECK (key <> ''),                  -- under which spellings meet; ids that people see are made from it
  kind      TEXT NOT NULL CHECK (kind IN ('person', 'place', 'organisation', 'event', 'product', 'thing')), -- what it is
  name      TEXT NOT NULL CHECK (name <> ''),                        -- its most frequent full spelling
  is_dirty  INTEGER NOT NULL DEFAULT 1 CHECK (is_dirty IN (0, 1))    -- whether that must be counted anew
) STRICT;
CREATE INDEX entity_dirty ON entity (entity_id) WHERE is_dirty;       -- what the end of a run has to count

-- An entity as one document knows it.
CREATE TABLE local_entity (
  local_entity_id INTEGER PRIMARY KEY,                               -- of this file alone
  document_id     INTEGER NOT NULL REFERENCES document (document_id) ON DELETE CASCADE, -- the document
  entity_id       INTEGER NOT NULL REFERENCES entity (entity_id),    -- what it resolves to
  name            TEXT NOT NULL CHECK (name <> ''),                  -- its fullest name in the document
  own_key         TEXT NOT NULL CHECK (own_key <> ''),               -- the key that this name gives it by itself
  link_reason     TEXT,                                              -- where it was linked to another name: what sets the spellings apart
  link_score      REAL CHECK (link_score BETWEEN 0 AND 1),           -- how sure that link is
  is_current      INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)) -- whether its document is
) STRICT;
CREATE INDEX local_entity_by_document ON local_entity (document_id);
CREATE INDEX local_entity_by_entity ON local_entity (entity_id);
CREATE INDEX local_entity_by_own_key ON local_entity (own_key, document_id) WHERE is_current; -- who gives a name of this key?

-- A key that current documents give to people, places and organisations, and whom it means over the whole store. Hangs on
-- the documents and on name_judgement alone, not on the order in which they came.
CREATE TABLE name_key (
  key         TEXT PRIMARY KEY CHECK (key <> ''),                    -- made from a name alone: local_entity.own_key
  kind        TEXT NOT NULL CHECK (kind IN ('person', 'place', 'organisation')), -- as the first document has it
  name        TEXT NOT NULL CHECK (name <> ''),                      -- as the first document spells it
  first_place TEXT NOT NULL,                                         -- that document's place in the order of publication and content
  block       TEXT NOT NULL,                                         -- keys of one block are held against each other; '' is none
  leader      TEXT NOT NULL,                                         -- the earlier key that it was linked to; itself where to none
  means       TEXT NOT NULL,                                         -- the key of its entity: the leader's, or what a person decided
  reason      TEXT,                                                  -- of the link: what sets the two names apart
  score       REAL CHECK (score BETWEEN 0 AND 1)                     -- how sure it is
) STRICT, WITHOUT ROWID;
CREATE INDEX name_key_by_block ON name_key (block, first_place, key) WHERE block <> ''; -- whom is a new name held against?
CREATE INDEX name_key_by_place ON name_key (first_place);              -- which keys did a document give first?
CREATE INDEX name_key_by_leader ON name_key (leader);                 -- who follows a key?
CREATE INDEX name_key_by_means ON name_key (means);                   -- which keys mean an entity?
CREATE INDEX name_key_decided ON name_key (key) WHERE means <> leader; -- where a person decided

-- By what a leading key is found when near misses are looked for.
CREATE TABLE name_hint (
  hint TEXT NOT NULL,                                                -- sounds of a family name, of a given name with a beginning, first letters of a body
  key  TEXT NOT NULL,                                                -- a leading key
  PRIMARY KEY (hint, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_hint_by_key ON name_hint (key);

-- Two leading keys that may mean one and were not linked: a question to a person. The public view is possible_link.
CREATE TABLE near_miss (
  key       TEXT NOT NULL,                                           -- the one that is first in the alphabet
  other_key TEXT NOT NULL,                                           -- the other
  score     REAL NOT NULL CHECK (score BETWEEN 0 AND 1),             -- how likely they are one
  reason    TEXT NOT NULL,                                           -- what sets the spellings apart
  PRIMARY KEY (key, other_key),
  CHECK (key < other_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX near_miss_by_other ON near_miss (other_key);

-- What a person decided about names; append only: undoing is a row of its own. By keys and spellings, never by row numbers,
-- so that it holds for documents that come later and for those read again.
CREATE TABLE name_judgement (
  judgement_id INTEGER PRIMARY KEY,                                  -- in the order in which they were given; a later one wins
  action       TEXT NOT NULL CHECK (action IN ('merge', 'apart', 'split', 'undo')), -- one entity; two entities; a spelling is an entity of its own; an earlier row no longer holds
  kind         TEXT NOT NULL DEFAULT '',                             -- of the entities
  key          TEXT NOT NULL DEFAULT '',                             -- the entity that is kept, or that a spelling is split from
  name         TEXT NOT NULL DEFAULT '',                             -- what it was called then
  other_key    TEXT NOT NULL DEFAULT '',                             -- the entity that is merged into it or held apart; of a split the key that the spelling has from then on
  other_name   TEXT NOT NULL DEFAULT '',                             -- what that was called, or the spelling
  spelling     TEXT NOT NULL DEFAULT '',                             -- of a split: the spelling, folded, that leaves the key
  undoes       INTEGER UNIQUE REFERENCES name_judgement (judgement_id), -- the row that no longer holds
  note         TEXT NOT NULL DEFAULT '',                             -- why, in the person's words
  decided_at   TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), -- UTC, ISO 8601
  CHECK ((action = 'undo') = (undoes IS NOT NULL)),
  CHECK ((action = 'undo') = (key = '')),
  CHECK ((action = 'split') = (spelling <> ''))
) STRICT;
CREATE TRIGGER name_judgement_kept BEFORE UPDATE ON name_judgement BEGIN
  SELECT raise(ABORT, 'a judgement is never changed: undo it');
END;
CREATE TRIGGER name_judgement_stays BEFORE DELETE ON name_judgement BEGIN
  SELECT raise(ABORT, 'a judgement is never deleted: undo it');
END;

-- The forms of names that the user prefers, as a list of theirs gives them.
CREATE TABLE authority (
  key       TEXT NOT NULL CHECK (key <> ''),                         -- what the listed name or the preferred one makes: local_entity.own_key
  kind      TEXT NOT NULL CHECK (kind IN ('person', 'place', 'organisation')), -- of what it names
  preferred TEXT NOT NULL CHECK (preferred <> ''),                   -- the form to be used
  wikidata  TEXT CHECK (wikidata GLOB 'Q[1-9]*'),                    -- its item there, where given
  name      TEXT NOT NULL,                                           -- the listed name
  PRIMARY KEY (key, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER authority_added AFTER INSERT ON authority BEGIN
  UPDATE entity SET is_dirty = 1 WHERE key IN (SELECT means FROM name_key WHERE key = new.key);
END;
CREATE TRIGGER authority_dropped AFTER DELETE ON authority BEGIN
  UPDATE entity SET is_dirty = 1 WHERE key IN (SELECT means FROM name_key WHERE key = old.key);
END;

-- Of an entity that is spelt in several ways, or listed: how each spelling stands to the one that is preferred. Made at the
-- end of a run for the entities that it touched.
CREATE TABLE entity_spelling (
  entity_id    INTEGER NOT NULL REFERENCES entity (entity_id) ON DELETE CASCADE, -- the entity
  spelling     TEXT NOT NULL,                                        -- as documents write it
  class        TEXT NOT NULL,                                        -- what sets it apart from the reference
  reference    TEXT NOT NULL,                                        -- the preferred form, or the most used one where none is
  is_preferred INTEGER CHECK (is_preferred IN (0, 1)),               -- whether it is the one to be used; null where use decides for none
  basis        TEXT NOT NULL CHECK (basis IN ('authority', 'use', 'list', 'undecided')), -- what decides: the user's list, use, the lists of known names
  PRIMARY KEY (entity_id, spelling)
) STRICT, WITHOUT ROWID;

-- What is being stated of an entity. Filled from the rules; open attributes are added as they are met.
CREATE TABLE attribute (
  attribute TEXT PRIMARY KEY CHECK (attribute <> ''),                -- troops_deployed, killed, name, bridge.cost
  label     TEXT NOT NULL,                                           -- for people
  kind      TEXT NOT NULL CHECK (kind IN ('quantity', 'money', 'percent', 'age', 'duration', 'date', 'name', 'role', 'fact')), -- of its values
  dynamics  TEXT NOT NULL CHECK (dynamics IN ('constant', 'cumulative', 'level')), -- whether and how its value may change in time
  is_single INTEGER NOT NULL DEFAULT 1 CHECK (is_single IN (0, 1)),  -- whether one value shuts out others at one time
  is_open   INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1)),    -- whether it was read from the sentence, no rule naming it
  one_event_days INTEGER NOT NULL DEFAULT 0 CHECK (one_event_days >= 0) -- of a date: how many days two may lie apart and still be of one event; 0 is any number
) STRICT;

-- By how much a figure may be off, as a share of it. A person may change these rows, or add some for an attribute.
CREATE TABLE tolerance (
  attribute TEXT NOT NULL,                                           -- '*' for all that have no row of their own
  bound     TEXT NOT NULL CHECK (bound IN ('exact', 'about', 'nearly', 'at_most', 'at_least', 'more_than', 'less_than', 'range', 'vague')), -- what was said about the edge
  below     REAL NOT NULL CHECK (below >= 0 AND below <= 1),         -- the true value may lie lower by this share
  above     REAL NOT NULL CHECK (above >= 0),                        -- or higher by this one
  set_by    TEXT NOT NULL DEFAULT 'person' CHECK (set_by IN ('schema', 'person', 'configuration')), -- who says so: a person's row is never changed by a batch
  PRIMARY KEY (attribute, bound)
) STRICT, WITHOUT ROWID;
INSERT INTO tolerance (attribute, bound, below, above) VALUES
  ('*', 'exact', 0, 0),
  ('*', 'about', 0.1, 0.1),
  ('*', 'nearly', 0.1, 0),
  ('*', 'at_most', 0, 0),
  ('*', 'at_least', 0, 0),
  ('*', 'more_than', 0, 0),
  ('*', 'less_than', 0, 0),
  ('*', 'range', 0, 0),
  ('*', 'vague', 0, 0);
UPDATE tolerance SET set_by = 'schema';
-- Whoever changes a row in SQL makes it theirs.
CREATE TRIGGER tolerance_taken_over AFTER UPDATE OF below, above ON tolerance BEGIN
  UPDATE tolerance SET set_by = 'person' WHERE attribute = new.attribute AND bound = new.bound;
END;

-- The ladder's relations, the most serious last.
CREATE TABLE relation (
  relation    TEXT PRIMARY KEY,                                      -- the word
  severity    INTEGER NOT NULL UNIQUE,                               -- 0 is of no interest, 7 the most serious
  explanation TEXT NOT NULL                                          -- a plain sentence
) STRICT, WITHOUT ROWID;
INSERT INTO relation (relation, severity, explanation) VALUES
  ('incomparable', 0, 'they do not compare'),
  ('agree', 1, 'they say the same'),
  ('attribution', 2, 'they say the same and credit different speakers'),
  ('precision', 3, 'they are compatible: rounding, ''about'', bounds and ranges'),
  ('scope', 4, 'one covers a part of the other, or another place or period'),
  ('variant', 5, 'they are spellings or titles of one name'),
  ('update', 6, 'the later one may replace the earlier'),
  ('contradiction', 7, 'they cannot both be true of the same thing, place and time');

-- Reason codes: which rule decided on a relation.
CREATE TABLE reason (
  reason      TEXT PRIMARY KEY,                                      -- the code
  relation    TEXT NOT NULL REFERENCES relation (relation),          -- the rung that it belongs to
  weight      INTEGER NOT NULL,                                      -- of two reasons of one relation the weightier one stands for a finding
  explanation TEXT NOT NULL                                          -- a plain sentence
) STRICT, WITHOUT ROWID;
INSERT INTO reason (reason, relation, weight, explanation) VALUES
  ('unlike_units', 'incomparable', 5, 'the units do not convert into each other'),
  ('may_both_hold', 'incomparable', 5, 'one can be true beside the other'),
  ('other_speaker', 'attribution', 5, 'the same value, credited to different speakers'),
  ('same_value', 'agree', 5, 'the same value'),
  ('rounding', 'precision', 5, 'one figure is a rounding of the other'),
  ('bound_holds', 'precision', 5, 'the figures fit within what ''about'', ''nearly'', ''up to'' or ''at least'' leaves open'),
  ('range_contains', 'precision', 5, 'one lies within the range of the other'),
  ('coarser_date', 'precision', 5, 'one date is less exact than the other and holds it'),
  ('list_contains', 'precision', 5, 'one list holds all that the other names'),
  ('accent', 'variant', 5, 'the same letters, with other accents'),
  ('case', 'variant', 2, 'the same letters, with other capitals'),
  ('hyphen', 'variant', 4, 'the same letters, with other hyphens or spaces'),
  ('short_form', 'variant', 1, 'a shorter form of the same name'),
  ('transliteration', 'variant', 6, 'the same name by the rules of another language or alphabet'),
  ('other_language', 'variant', 0, 'the same name in another language'),
  ('misspelling', 'variant', 9, 'one name spelt in two ways'),
  ('other_title', 'variant', 1, 'two titles, which may be of one office'),
  ('title_synonym', 'variant', 5, 'two titles of one office'),
  ('place_within', 'scope', 5, 'one place is a part of the other'),
  ('place_differs', 'scope', 5, 'they speak of different places'),
  ('subgroup_of', 'scope', 5, 'one counts a part of the other'),
  ('place_unstated', 'scope', 5, 'only one of them says where'),
  ('planned_not_done', 'scope', 5, 'one is planned, the other done'),
  ('period_differs', 'scope', 5, 'they speak of different periods'),
  ('part_of_sum', 'scope', 5, 'one gives the parts of what the other gives as a whole'),
  ('definition_differs', 'scope', 5, 'they count or list different things'),
  ('one_article', 'scope', 5, 'one article alone gives both: it rather speaks of two things'),
  ('perhaps_another', 'scope', 2, 'the words leave open whether both speak of the same thing'),
  ('other_occasion', 'scope', 5, 'they lie so far apart that they are rather of two events'),
  ('plan_changed', 'update', 5, 'one was planned, and later it came otherwise or the plan was changed'),
  ('count_grew', 'update', 5, 'a count that only grows, and the later one is higher'),
  ('fact_changed', 'update', 5, 'it may change in time, and the dates differ'),
  ('revised_by_source', 'update', 5, 'the source corrected itself'),
  ('disjoint_values', 'contradiction', 5, 'the values cannot both be right'),
  ('other_value_denied', 'contradiction', 2, 'one denies its value, and the other gives another one'),
  ('opposite_polarity', 'contradiction', 6, 'one affirms what the other denies'),
  ('unlike_values', 'contradiction', 4, 'they name different things'),
  ('decimal_slip', 'contradiction', 5, 'one is ten, a hundred, a thousand or a million times the other: a slip, perhaps'),
  ('currency_slip', 'contradiction', 5, 'the same figure in two currencies: a slip, perhaps'),
  ('count_fell', 'contradiction', 3, 'a count that only grows, and the later one is lower');

-- One place of a place: for telling a part from the whole. Holds the places that questions name, each with itself, and
-- those that the gazetteer knows with '*', the whole of all.
CREATE TABLE place_part (
  place_key TEXT NOT NULL,                                           -- a place
  whole_key TEXT NOT NULL,                                           -- the place itself, one that it lies in, or '*'
  PRIMARY KEY (place_key, whole_key)
) STRICT, WITHOUT ROWID;

-- One entity, attribute and kind: what a finding is about. Its finding_id is what people see and note down.
CREATE TABLE topic (
  topic_id   INTEGER PRIMARY KEY,                                    -- of this file alone
  finding_id TEXT NOT NULL UNIQUE,                                   -- made from the entity's key, attribute and kind: the same in every store
  entity_id  INTEGER NOT NULL REFERENCES entity (entity_id),         -- the entity
  attribute  TEXT NOT NULL REFERENCES attribute (attribute),         -- what is stated of it
  kind       TEXT NOT NULL,                                          -- of the values
  is_dirty   INTEGER NOT NULL DEFAULT 1 CHECK (is_dirty IN (0, 1)),  -- whether its finding row must be made anew
  UNIQUE (entity_id, attribute, kind)
) STRICT;
-- What the ladder reads beside the assertions: where it changes, topics are gathered anew at the end of the next run.
CREATE TRIGGER attribute_changed AFTER UPDATE ON attribute
WHEN old.dynamics <> new.dynamics OR old.is_single <> new.is_single OR old.is_open <> new.is_open
  OR old.one_event_days <> new.one_event_days BEGIN
  UPDATE topic SET is_dirty = 1 WHERE attribute = new.attribute;
END;
CREATE TRIGGER tolerance_added AFTER INSERT ON tolerance BEGIN
  UPDATE topic SET is_dirty = 1 WHERE new.attribute IN ('*', attribute);
END;
CREATE TRIGGER tolerance_changed AFTER UPDATE ON tolerance BEGIN
  UPDATE topic SET is_dirty = 1 WHERE new.attribute IN ('*', attribute) OR old.attribute IN ('*', attribute);
END;
CREATE TRIGGER tolerance_dropped AFTER DELETE ON tolerance BEGIN
  UPDATE topic SET is_dirty = 1 WHERE old.attribute IN ('*', attribute);
END;
CREATE INDEX topic_dirty ON topic (topic_id) WHERE is_dirty;          -- what the end of a run has to gather

-- A topic narrowed by a scope: what several assertions answer.
CREATE TABLE question (
  question_id INTEGER PRIMARY KEY,                                   -- of this file alone
  topic_id    INTEGER NOT NULL REFERENCES topic (topic_id),          -- the topic
  place_key   TEXT NOT NULL DEFAULT '',                              -- where; '' is not said
  subgroup    TEXT NOT NULL DEFAULT '',                              -- which part of the whole; '' is the whole
  period      TEXT NOT NULL DEFAULT '',                              -- for which period; '' is not said
  is_planned  INTEGER NOT NULL DEFAULT 0 CHECK (is_planned IN (0, 1)), -- whether it is yet to come
  UNIQUE (topic_id, place_key, subgroup, period, is_planned)
) STRICT;

-- What one document states of one entity.
CREATE TABLE assertion (
  assertion_id    INTEGER PRIMARY KEY,                               -- of this file alone
  document_id     INTEGER NOT NULL REFERENCES document (document_id) ON DELETE CASCADE, -- where it stands
  topic_id        INTEGER NOT NULL REFERENCES topic (topic_id),      -- entity, attribute and kind
  question_id     INTEGER NOT NULL REFERENCES question (question_id), -- with the scope
  local_entity_id INTEGER NOT NULL REFERENCES local_entity (local_entity_id), -- the entity as the document names it
  kind            TEXT NOT NULL CHECK (kind IN ('quantity', 'money', 'percent', 'age', 'duration', 'date', 'name', 'role', 'fact')), -- of the value
  value_text      TEXT NOT NULL,                                     -- the value's words, as they stand
  value_low       ANY,                                               -- number, or ISO date as text; null is open
  value_high      ANY,                                               -- number, or ISO date as text; null is open
  bound           TEXT NOT NULL CHECK (bound IN ('exact', 'about', 'nearly', 'at_most', 'at_least', 'more_than', 'less_than', 'range', 'vague')), -- what was said about the edge
  unit            TEXT,                                              -- ISO 4217, symbol, %, or what is counted
  base_low        REAL,                                              -- value_low in the dimension's base unit, or its first day as a Julian day number
  base_high       REAL,                                              -- value_high in the dimension's base unit, or its last day as a Julian day number
  dimension       TEXT,                                              -- length, mass, count, EUR, day …: values of unlike dimensions do not compare
  rounding        REAL NOT NULL DEFAULT 0 CHECK (rounding >= 0),     -- half of the place that the figure commits to, in the base unit
  value_fold      TEXT NOT NULL DEFAULT '',                          -- of words: lower case, no accents
  value_key       TEXT NOT NULL DEFAULT '',                          -- of words: what synonyms and spellings share
  members         TEXT CHECK (members IS NULL OR json_valid(members)), -- of a list: its members, folded, as a sorted JSON array
  polarity        TEXT NOT NULL CHECK (polarity IN ('+', '-')),      -- affirmed or negated
  modality        TEXT NOT NULL CHECK (modality IN ('asserted', 'hedged', 'planned', 'denied')), -- how surely
  attributed_to   TEXT,                                              -- whom the document credits, in its words; null is its own voice
  speaker_id      INTEGER REFERENCES entity (entity_id),             -- that speaker, where it resolves
  speaker_key     TEXT NOT NULL DEFAULT '',                          -- what tells speakers apart; '' is the source's own voice
  place           TEXT,                                              -- where, in the document's words
  place_key       TEXT NOT NULL DEFAULT '',                          -- where, as the gazetteer knows it; '' is not said
  subgroup        TEXT NOT NULL DEFAULT '',                          -- which part of the whole, as its words have it; '' is the whole
  period          TEXT NOT NULL DEFAULT '',                          -- for which period; '' is not said
  is_planned      INTEGER NOT NULL DEFAULT 0 CHECK (is_planned IN (0, 1)), -- whether it is yet to come
  said_attribute  TEXT NOT NULL,                                     -- what its own words call it; the topic's attribute is what its question is called
  context         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(context)), -- the words around it by which its question is known
  as_of_low       TEXT,                                              -- from when it holds, where the words tell; ISO date
  as_of_high      TEXT,                                              -- until when
  day_low         INTEGER,                                           -- as_of, else published_on: first day, as a Julian day number
  day_high        INTEGER,                                           -- as_of, else published_on: last day
  quote           TEXT NOT NULL,                                     -- the words that state it
  char_start      INTEGER NOT NULL CHECK (char_start >= 0),          -- of the value's words in the document's text, in code points from 0
  char_end        INTEGER NOT NULL CHECK (char_end >= char_start),   -- end, exclusive
  quote_start     INTEGER NOT NULL CHECK (quote_start >= 0),         -- of the quote, likewise
  passage         TEXT NOT NULL DEFAULT '',                          -- hash of its paragraph's folded words: the same paragraph elsewhere is one origin
  n_mentions      INTEGER NOT NULL DEFAULT 1 CHECK (n_mentions > 0), -- of a name: how often the document spells it so
  extractor       TEXT NOT NULL,                                     -- what made it: atodds and its version, or a program's or person's name
  rule            TEXT NOT NULL,                                     -- the rule that made it, file:name
  given_hash      TEXT,                                              -- of a row from elsewhere: its hash; its entity and attribute stay as given
  confidence      REAL NOT NULL CHECK (confidence >= 0 AND confidence <= 1), -- how sure the extraction is of what it reads
  fit             REAL NOT NULL DEFAULT 1 CHECK (fit >= 0 AND fit <= 1), -- how sure it is that this answers its question; 1 where it asked it first
  is_current      INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)), -- whether its document is
  lead_rank       INTEGER NOT NULL DEFAULT 0 CHECK (lead_rank IN (0, 1, 2)) -- pairs of leads decide a finding: 2 is one against any question of its topic, 1 within its own question, 0 none
) STRICT;
CREATE INDEX assertion_by_document ON assertion (document_id);
CREATE INDEX assertion_by_topic ON assertion (topic_id); -- everything of one finding
CREATE INDEX assertion_lead ON assertion (topic_id) WHERE is_current AND lead_rank > 0; -- whose pairs decide
CREATE INDEX assertion_by_place ON assertion (topic_id, place_key, place) WHERE is_current AND place_key <> ''; -- what a place is called in a topic
CREATE INDEX assertion_by_question ON assertion (question_id); -- the readings of one question
CREATE INDEX assertion_by_speaker ON assertion (speaker_id) WHERE speaker_id IS NOT NULL; -- what one speaker says
CREATE INDEX assertion_by_passage ON assertion (passage, document_id) WHERE is_current AND passage <> ''; -- who else carries this paragraph?
CREATE INDEX assertion_by_entity ON assertion (local_entity_id);
-- Who is credited decides how two statements stand to each other.
CREATE TRIGGER speaker_changed AFTER UPDATE OF speaker_key ON assertion WHEN old.speaker_key <> new.speaker_key BEGIN
  UPDATE topic SET is_dirty = 1 WHERE topic_id = new.topic_id;
END;

-- What happened to findings, one row a change: with what they were from then on. What came before a run's last_change was
-- known when it ended, so that runs which overlap tell their news apart.
CREATE TABLE finding_change (
  change_id   INTEGER PRIMARY KEY,                                   -- in the order in which they happened
  finding_id  TEXT NOT NULL,                                         -- as in topic; stays where the topic goes
  run_id      INTEGER NOT NULL REFERENCES run (run_id),              -- the run that found out
  change      TEXT NOT NULL CHECK (change IN ('new', 'changed', 'gone')), -- what happened
  entity      TEXT NOT NULL,                                         -- whom it is about, as it was called then
  attribute   TEXT NOT NULL,                                         -- what is stated
  label       TEXT NOT NULL,                                         -- the attribute for people
  kind        TEXT NOT NULL,                                         -- of the values
  relation    TEXT NOT NULL,                                         -- the most serious in it; of one that is gone, the last
  readings    TEXT NOT NULL,                                         -- short text; of one that is gone, the last
  severity    INTEGER NOT NULL,                                      -- of that relation
  weight      INTEGER NOT NULL,                                      -- of its reason
  confidence  REAL NOT NULL,                                         -- of the surest pair, 0 to 1
  fingerprint TEXT NOT NULL CHECK ((fingerprint = '') = (change = 'gone')) -- hash of relation and readings; '' is gone
) STRICT;
CREATE INDEX finding_change_by_finding ON finding_change (finding_id, change_id); -- what a finding was when a run ended
CREATE INDEX finding_change_by_run ON finding_change (run_id, change); -- how much news a run brought

-- The findings as the last run left them: view finding_live, kept. A run makes the rows of its dirty topics anew.
CREATE TABLE finding_kept (
  topic_id    INTEGER PRIMARY KEY REFERENCES topic (topic_id),       -- what it is about
  relation    TEXT NOT NULL,                                         -- the most serious in it
  reason      TEXT NOT NULL,                                         -- the code of that relation
  severity    INTEGER NOT NULL,                                      -- of that relation
  weight      INTEGER NOT NULL,                                      -- of that reason
  readings    TEXT NOT NULL,                                         -- short text: 3,000 | 10,000 | 10,000–12,000
  n_readings  INTEGER NOT NULL,                                      -- distinct answers
  n_documents INTEGER NOT NULL,                                      -- documents that answer
  n_sources   INTEGER NOT NULL,                                      -- their sources
  n_origins   INTEGER NOT NULL,                                      -- their independent origins
  first_on    TEXT,                                                  -- earliest publication
  last_on     TEXT,                                                  -- latest publication
  confidence  REAL NOT NULL,                                         -- of the surest pair that gives the reason, 0 to 1
  answers     TEXT NOT NULL CHECK (json_valid(answers)),             -- what tells its readings apart, sorted, as a JSON array: scope, value and denial, without the words that vary
  fingerprint TEXT NOT NULL CHECK (fingerprint <> ''),               -- hash of relation and answers: tells that a finding changed
  first_change INTEGER NOT NULL REFERENCES finding_change (change_id), -- when it was found
  last_change  INTEGER NOT NULL REFERENCES finding_change (change_id)  -- when its relation or readings last changed
) STRICT;
CREATE INDEX finding_by_severity ON finding_kept (severity DESC, weight DESC, n_sources DESC, topic_id); -- the report's first page

-- What persons decided about findings. Rows are only added: a later one stands in the place of an earlier one, and one may be
-- undone by a further row. Keyed by finding_id alone, so that no new reading of the documents loses it.
CREATE TABLE judgement_kept (
  judgement_id INTEGER PRIMARY KEY,                                  -- of this file alone
  finding_id   TEXT NOT NULL CHECK (finding_id <> ''),               -- as in topic, which may go and come back
  verdict      TEXT NOT NULL CHECK (verdict IN ('prefer', 'range', 'uncorroborated', 'pending', 'dismissed', 'open', 'undo')), -- what was decided; open takes back what was, undo another row
  reading      TEXT CHECK ((reading IS NOT NULL) = (verdict IN ('prefer', 'range'))), -- the preferred reading or range, in words
  value_low    ANY,                                                  -- its low edge: a number, or an ISO date as text; null is open, or words
  value_high   ANY,                                                  -- its high edge, likewise
  note         TEXT CHECK (note <> ''),                              -- why
  author       TEXT NOT NULL CHECK (author <> ''),                   -- who decided
  made_at      TEXT NOT NULL CHECK (datetime(made_at) IS NOT NULL),  -- UTC, ISO 8601
  expires_on   TEXT CHECK (expires_on IS date(expires_on)),          -- the last day on which it counts; null is without end
  undoes       INTEGER REFERENCES judgement_kept (judgement_id) CHECK ((undoes IS NOT NULL) = (verdict = 'undo')), -- the row that this one takes back
  entity       TEXT NOT NULL,                                        -- whom the finding was about, as it was called then
  attribute    TEXT NOT NULL,                                        -- what was stated
  label        TEXT NOT NULL,                                        -- the attribute for people
  kind         TEXT NOT NULL,                                        -- of the values
  relation     TEXT NOT NULL,                                        -- the finding's relation then
  readings     TEXT NOT NULL,                                        -- its readings then, in short
  answers      TEXT NOT NULL CHECK (json_valid(answers)),            -- what told its readings apart, as in finding_kept
  fingerprint  TEXT NOT NULL                                         -- its fingerprint then
) STRICT;
CREATE INDEX judgement_by_finding ON judgement_kept (finding_id, made_at, judgement_id); -- which one stands
CREATE UNIQUE INDEX judgement_undone ON judgement_kept (undoes) WHERE undoes IS NOT NULL; -- was it taken back?
CREATE TRIGGER judgement_stays BEFORE DELETE ON judgement_kept BEGIN
  SELECT raise(ABORT, 'judgements are kept: take one back with atodds review --undo');
END;
CREATE TRIGGER judgement_is_final BEFORE UPDATE ON judgement_kept BEGIN
  SELECT raise(ABORT, 'judgements are kept: make another, which stands in the place of this one');
END;
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES
  (1, 'initial', TRUE, X'86D32999EE475BEAED7396013C47F782A34E6732E2BC3EF5DA39AC00B981106C9DD0BC1AE06B454852B3C5B94712B9C1', 0);

-- migrations/0002_names_by_story_and_document.sql
-- Names: what stories show of spellings that no rule explains holds over the whole store (a source that always writes a name its
-- own way is told once), people of one spelling can be split by the documents that mean them, and a list of preferred forms
-- holds for every entity that a document gives one of its names.

-- Whom stories say that the key's leader is: an earlier leader; itself where none.
ALTER TABLE name_key ADD COLUMN root TEXT NOT NULL DEFAULT '';
ALTER TABLE name_key ADD COLUMN root_reason TEXT;                     -- what sets those two names apart
ALTER TABLE name_key ADD COLUMN root_score REAL CHECK (root_score BETWEEN 0 AND 1); -- how sure it is
UPDATE name_key SET root = leader;
CREATE INDEX name_key_by_root ON name_key (root);                     -- who is whom by stories?
DROP INDEX name_key_decided;
CREATE INDEX name_key_decided ON name_key (key) WHERE means <> root;  -- where a person decided

-- Two keys that documents of one story give the same person, place or body, spelt otherwise and not merely shorter.
CREATE TABLE story_link (
  story     TEXT NOT NULL,                                           -- its key: document.story
  key       TEXT NOT NULL,                                           -- the one that is first in the alphabet
  other_key TEXT NOT NULL,                                           -- the other
  score     REAL NOT NULL CHECK (score BETWEEN 0 AND 1),             -- how sure it is
  reason    TEXT NOT NULL,                                           -- what sets the spellings apart
  PRIMARY KEY (story, key, other_key),
  CHECK (key < other_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_link_by_key ON story_link (key);                   -- whom does a key meet?
CREATE INDEX story_link_by_other ON story_link (other_key);

-- The documents of a split by documents: of those that leave, names of the judgement's key have its other key from then on.
CREATE TABLE name_judgement_document (
  judgement_id INTEGER NOT NULL REFERENCES name_judgement (judgement_id), -- the split
  slot         TEXT NOT NULL CHECK (slot <> ''),                     -- document.slot
  leaves       INTEGER NOT NULL CHECK (leaves IN (0, 1)),            -- whether it means the other one; 0 where it was seen to mean the one that stays
  PRIMARY KEY (judgement_id, slot)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER name_judgement_document_kept BEFORE UPDATE ON name_judgement_document BEGIN
  SELECT raise(ABORT, 'a judgement is never changed: undo it');
END;
CREATE TRIGGER name_judgement_document_stays BEFORE DELETE ON name_judgement_document BEGIN
  SELECT raise(ABORT, 'a judgement is never deleted: undo it');
END;

DROP TRIGGER authority_added;
CREATE TRIGGER authority_added AFTER INSERT ON authority BEGIN
  UPDATE entity SET is_dirty = 1 WHERE key IN (SELECT means FROM name_key WHERE key = new.key)
    OR entity_id IN (SELECT entity_id FROM local_entity WHERE own_key = new.key AND is_current);
END;
DROP TRIGGER authority_dropped;
CREATE TRIGGER authority_dropped AFTER DELETE ON authority BEGIN
  UPDATE entity SET is_dirty = 1 WHERE key IN (SELECT means FROM name_key WHERE key = old.key)
    OR entity_id IN (SELECT entity_id FROM local_entity WHERE own_key = old.key AND is_current);
END;

UPDATE reason SET explanation = 'the same letters, with other hyphens, spaces or stops' WHERE reason = 'hyphen';

CREATE INDEX document_by_source ON document (source_id) WHERE is_current; -- who published anything that counts?

-- A title in another language, or a shorter one, is no spelling at odds.
INSERT INTO reason (reason, relation, weight, explanation) VALUES
  ('title_in_other_language', 'variant', 0, 'the same title in another language'),
  ('shorter_title', 'variant', 1, 'a shorter title of one office');
UPDATE topic SET is_dirty = 1 WHERE kind = 'role';
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES
  (2, 'names by story and document', TRUE, X'45D77C694F76A5486614F9F1601964A65963F69BDB645A2655079840C690F9DD816987C0311E5800E66D84591C21F151', 0);

-- migrations/0003_ranks_and_orders.sql
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
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES
  (3, 'ranks and orders', TRUE, X'39FC42D941E00B86BDEE1FFBE0EE166942AD895D8D5ADA971C744DB442061C889EBB8914061546F4E29487A6FF2A38F4', 0);

-- migrations/0004_what_runs_daily.sql
-- Which levels run from day to day: of these the day of an article alone makes another value, of a price or a crew only words do.
ALTER TABLE attribute ADD COLUMN is_daily INTEGER NOT NULL DEFAULT 0 CHECK (is_daily IN (0, 1)); -- of a level: whether it runs from day to day

DROP TRIGGER attribute_changed;
CREATE TRIGGER attribute_changed AFTER UPDATE ON attribute
WHEN old.dynamics <> new.dynamics OR old.is_single <> new.is_single OR old.is_open <> new.is_open
  OR old.one_event_days <> new.one_event_days OR old.is_daily <> new.is_daily BEGIN
  UPDATE topic SET is_dirty = 1 WHERE attribute = new.attribute;
END;

-- The ladder reads what is above: all that is kept of its findings is worked out anew by the next run.
UPDATE topic SET is_dirty = 1;
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES
  (4, 'what runs daily', TRUE, X'B309729FA3F41DB1A96A289820E397C57E4B54ED0EFBC097A43B64C0D23D629487D5464A842A6058B0723B15826BC391', 0);

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

-- What is each current assertion compared by? One row an assertion: the interval, widened by its bound and by the
-- rounding of its figure, and the columns that the ladder reads. An open side is an infinite number. Of the rounding
-- nine tenths count: a figure that lies half-way is as well rounded the other way, and neighbours of one precision differ.
-- Reads assertion, topic, question, attribute, tolerance.
CREATE VIEW assertion_compare AS
SELECT
  a.assertion_id,
  a.topic_id,
  a.question_id,
  a.document_id,
  a.kind,
  t.attribute,
  at.dynamics,
  at.is_daily,
  at.is_single,
  at.is_open,
  at.one_event_days,
  a.unit,
  a.dimension,
  a.base_low,
  a.base_high,
  CASE WHEN a.base_low IS NULL THEN -9e999
    ELSE a.base_low - 0.9 * a.rounding - abs(a.base_low) * coalesce(own.below, every.below, 0) END AS compare_low,
  CASE WHEN a.base_high IS NULL THEN 9e999
    ELSE a.base_high + 0.9 * a.rounding + abs(a.base_high) * coalesce(own.above, every.above, 0) END AS compare_high,
  a.bound,
  a.value_text,
  a.value_fold,
  a.value_key,
  a.members,
  CASE WHEN a.polarity = '-' OR a.modality = 'denied' THEN 1 ELSE 0 END AS is_denied,
  a.speaker_key,
  a.day_low,
  a.day_high,
  a.as_of_low IS NOT NULL OR a.as_of_high IS NOT NULL AS is_dated,
  a.place_key,
  q.subgroup,
  q.period,
  a.is_planned,
  q.is_planned AS asked_planned,
  q.place_key AS question_place,
  e.kind AS entity_kind,
  d.language,
  a.confidence * a.fit AS confidence,
  -- Sure enough to call another statement wrong: of unlike figures of which one is less sure, three in four are of two things.
  -- Of a date, what it is the date of is less sure than whether two are of one thing.
  CASE WHEN a.kind = 'date' THEN a.fit >= 0.5 ELSE a.confidence * a.fit >= 0.45 END AS is_sure,
  a.lead_rank
FROM assertion a
JOIN topic t ON t.topic_id = a.topic_id
JOIN entity e ON e.entity_id = t.entity_id
JOIN attribute at ON at.attribute = t.attribute
JOIN question q ON q.question_id = a.question_id
JOIN document d ON d.document_id = a.document_id
LEFT JOIN tolerance own ON own.attribute = t.attribute AND own.bound = a.bound
LEFT JOIN tolerance every ON every.attribute = '*' AND every.bound = a.bound
WHERE a.is_current;

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

-- How do any two current assertions of one entity and attribute stand to each other? One row a pair, left_id < right_id.
-- Reads pair_reason. Ask for one finding's pairs by topic_id: the pairs of all topics are many.
CREATE VIEW assertion_pair AS
SELECT p.left_id, p.right_id, w.relation, p.reason, p.gap, p.topic_id
FROM pair_reason p
JOIN reason w ON w.reason = p.reason;

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

-- Which judgement stands, and what does it make of its finding today? One row a finding that was judged.
-- Reads judgement_kept, finding_kept, topic. The latest one that was not undone stands. It no longer counts where its last day
-- has passed (by today's date, UTC), or where it dismissed the finding and there are readings since that were none then; a
-- further article that gives a known reading is none.
CREATE VIEW judgement_standing AS
SELECT
  s.*,
  CASE
    WHEN s.is_expired OR s.verdict = 'dismissed' AND s.n_new_readings > 0 THEN 'open'
    ELSE s.verdict
  END AS status
FROM (
  SELECT
    j.judgement_id,
    j.finding_id,
    j.verdict,
    j.expires_on IS NOT NULL AND j.expires_on < date('now') AS is_expired,
    (
      SELECT count(*)
      FROM topic t
      JOIN finding_kept k ON k.topic_id = t.topic_id
      JOIN json_each(k.answers) n
      WHERE t.finding_id = j.finding_id AND n.value NOT IN (SELECT o.value FROM json_each(j.answers) o)
    ) AS n_new_readings
  FROM judgement_kept j
  WHERE j.verdict <> 'undo'
    AND NOT EXISTS (SELECT 1 FROM judgement_kept u WHERE u.undoes = j.judgement_id)
    AND NOT EXISTS (
      SELECT 1
      FROM judgement_kept l
      WHERE l.finding_id = j.finding_id
        AND (l.made_at, l.judgement_id) > (j.made_at, j.judgement_id)
        AND l.verdict <> 'undo'
        AND NOT EXISTS (SELECT 1 FROM judgement_kept u WHERE u.undoes = l.judgement_id)
    )
) s;

-- What is at odds in each topic, worked out afresh? One row a topic in which two assertions differ.
-- Reads assertion_full, pair_reason. Costly over everything: a run keeps the result in finding_kept, topic by topic,
-- with the readings from reading_short beside it, and the public view finding reads it there.
-- SQLite hands a topic_id asked for through one level of grouping and no further (3.40): don't group over a grouping here.
CREATE VIEW finding_live AS
SELECT
  w.topic_id,
  y.relation,
  y.reason,
  x.severity,
  y.weight,
  f.n_documents,
  f.n_sources,
  f.n_origins,
  f.first_on,
  f.last_on,
  substr(w.worst, -3) / 100.0 AS confidence
FROM (
  -- The most serious reason of each topic with the surest pair that has it, packed so that one max() decides, ties included.
  SELECT p.topic_id, max(x.severity || y.weight || ':' || y.reason || printf('%03d', round(100 * p.confidence))) AS worst
  FROM pair_reason p
  JOIN reason y ON y.reason = p.reason
  JOIN relation x ON x.relation = y.relation
  WHERE p.is_lead
  GROUP BY p.topic_id
) w
JOIN reason y ON y.reason = substr(w.worst, instr(w.worst, ':') + 1, length(w.worst) - instr(w.worst, ':') - 3)
JOIN relation x ON x.relation = y.relation
JOIN (
  SELECT
    topic_id,
    count(DISTINCT document_id) AS n_documents,
    count(DISTINCT source) AS n_sources,
    count(DISTINCT origin_id) AS n_origins,
    min(published_on) AS first_on,
    max(published_on) AS last_on
  FROM assertion_full
  GROUP BY topic_id
) f ON f.topic_id = w.topic_id
WHERE x.severity > 1;

-- About what do the sources disagree? One row a finding, as the last run left it.
-- Reads finding_kept, topic, entity, run, finding_change, judgement_standing. status: what a person decided (view judgement), or
-- open. New and changed: since the run that ended before the last one. Most serious first: ORDER BY severity DESC, weight DESC, n_sources DESC, finding_id.
-- is_at_odds: what a person should look at; the others are differences with an explanation.
CREATE VIEW finding AS
SELECT
  t.finding_id,
  e.name AS entity,
  t.attribute,
  t.kind,
  k.relation,
  k.readings,
  k.n_readings,
  k.n_documents,
  k.n_sources,
  k.n_origins,
  k.first_on,
  k.last_on,
  coalesce(j.status, 'open') AS status,
  k.first_change > last.seen AND coalesce((
    SELECT c.fingerprint FROM finding_change c
    WHERE c.finding_id = t.finding_id AND c.change_id <= last.seen
    ORDER BY c.change_id DESC LIMIT 1
  ), '') = '' AS is_new,
  k.last_change > last.seen AND coalesce((
    SELECT c.fingerprint FROM finding_change c
    WHERE c.finding_id = t.finding_id AND c.change_id <= last.seen
    ORDER BY c.change_id DESC LIMIT 1
  ), '') NOT IN ('', k.fingerprint) AS is_changed,
  k.reason,
  k.severity,
  k.weight,
  k.severity >= 6 OR k.severity = 5 AND k.weight >= 3 AS is_at_odds,
  e.kind AS entity_kind,
  a.label,
  t.topic_id,
  k.confidence
FROM finding_kept k
JOIN topic t ON t.topic_id = k.topic_id
JOIN entity e ON e.entity_id = t.entity_id
JOIN attribute a ON a.attribute = t.attribute
LEFT JOIN judgement_standing j ON j.finding_id = t.finding_id
CROSS JOIN (
  -- What was known when the last but one of the runs that are done had ended.
  SELECT coalesce((SELECT last_change FROM run WHERE status = 'done' ORDER BY last_change DESC LIMIT 1 OFFSET 1), 0) AS seen
) last;

-- What happened to the findings, and when? One row a change of a finding, to be read in the order of change_id.
-- Reads finding_change, run. new: found, or back again; changed: other readings or another relation; gone: the sources agree, or
-- no longer speak of it. Relation and readings are those from then on, of what is gone the last ones.
CREATE VIEW finding_history AS
SELECT
  c.change_id,
  c.finding_id,
  c.entity,
  c.attribute,
  c.kind,
  c.change,
  c.relation,
  c.readings,
  c.run_id,
  r.started_at AS run_at,
  c.label,
  c.severity,
  c.severity >= 6 OR c.severity = 5 AND c.weight >= 3 AS is_at_odds,
  c.confidence,
  c.fingerprint
FROM finding_change c
JOIN run r ON r.run_id = c.run_id;

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

-- How is each entity spelt, how often, by whom and since when? One row an entity and spelling. Class: what sets it apart
-- from the form that is preferred, or most used; is_preferred is null where neither a list nor use decides.
-- Reads assertion_full, entity_spelling, local_entity, topic.
CREATE VIEW name_variant AS
SELECT
  g.entity,
  g.entity_kind,
  g.spelling,
  g.n_mentions,
  g.n_documents,
  g.n_sources,
  g.first_on,
  g.last_on,
  (SELECT group_concat(n.name) FROM (SELECT DISTINCT value AS name FROM json_each(g.all_sources) ORDER BY name) n) AS sources,
  (SELECT group_concat(n.name) FROM (SELECT DISTINCT value AS name FROM json_each(g.all_languages) ORDER BY name) n) AS languages,
  g.topic_id,
  coalesce(s.class, 'same') AS class,
  CASE WHEN s.spelling IS NULL THEN 1 ELSE s.is_preferred END AS is_preferred,
  g.link_reason
FROM (
  SELECT
    f.entity,
    f.entity_kind,
    f.value_text AS spelling,
    sum(f.n_mentions) AS n_mentions,
    count(DISTINCT f.document_id) AS n_documents,
    count(DISTINCT f.source) AS n_sources,
    min(f.published_on) AS first_on,
    max(f.published_on) AS last_on,
    json_group_array(f.source) AS all_sources,
    json_group_array(f.language) AS all_languages,
    f.topic_id,
    max(l.link_reason) AS link_reason
  FROM assertion_full f
  JOIN local_entity l ON l.local_entity_id = f.local_entity_id
  WHERE f.kind = 'name'
  GROUP BY f.topic_id, f.value_text
) g
JOIN topic t ON t.topic_id = g.topic_id
LEFT JOIN entity_spelling s ON s.entity_id = t.entity_id AND s.spelling = g.spelling;

-- What was said to hold when? One row an assertion that has a date, to be read in the order of as_of_low.
-- Reads assertion_full.
CREATE VIEW timeline AS
SELECT
  f.entity,
  f.attribute,
  f.as_of_low,
  f.as_of_high,
  f.value_text,
  f.value_low,
  f.value_high,
  f.bound,
  f.unit,
  f.place,
  f.source,
  f.attributed_to,
  f.published_on,
  f.question_id,
  f.assertion_id,
  f.topic_id
FROM assertion_full f
WHERE f.kind NOT IN ('name', 'role') AND (f.as_of_low IS NOT NULL OR f.as_of_high IS NOT NULL);

-- What does everyone repeat from one mouth? One row a reading that only one origin gives.
-- Reads reading.
CREATE VIEW single_origin AS
SELECT
  r.question_id,
  r.entity,
  r.attribute,
  r.place,
  r.value_low,
  r.value_high,
  r.value_text,
  r.unit,
  r.n_assertions,
  r.n_documents,
  r.n_sources,
  r.sources,
  r.speakers,
  r.first_on,
  r.last_on,
  r.topic_id
FROM reading r
WHERE r.n_origins = 1 AND r.kind NOT IN ('name', 'role');

-- How often do each two sources agree? One row a pair of sources that state something of the same question.
-- Reads pair_reason, assertion, document, source. Names and roles are left out: two outlets that write the same name agree on little.
CREATE VIEW source_agreement AS
SELECT
  min(ls.name, rs.name) AS source,
  max(ls.name, rs.name) AS other_source,
  count(*) AS n_pairs,
  sum(w.relation IN ('agree', 'attribution', 'precision')) AS n_agree,
  sum(w.relation = 'contradiction') AS n_contradict,
  sum(w.relation = 'update') AS n_update,
  round(1.0 * sum(w.relation IN ('agree', 'attribution', 'precision')) / count(*), 3) AS share_agree
FROM pair_reason p
JOIN reason w ON w.reason = p.reason
JOIN assertion l ON l.assertion_id = p.left_id
JOIN assertion r ON r.assertion_id = p.right_id
JOIN document ld ON ld.document_id = l.document_id
JOIN document rd ON rd.document_id = r.document_id
JOIN source ls ON ls.source_id = ld.source_id
JOIN source rs ON rs.source_id = rd.source_id
WHERE ls.source_id <> rs.source_id AND l.question_id = r.question_id AND l.kind NOT IN ('name', 'role')
GROUP BY 1, 2;

-- Which two entities may be one, and were not linked? One row a pair: a question to a person (atodds entities merge, apart).
-- Reads near_miss, name_key, entity, local_entity.
CREATE VIEW possible_link AS
SELECT
  x.name AS entity,
  y.name AS other_entity,
  x.kind,
  max(m.score) AS score,
  m.reason,
  (SELECT count(DISTINCT l.document_id) FROM local_entity l WHERE l.entity_id = x.entity_id AND l.is_current) AS n_documents,
  (SELECT count(DISTINCT l.document_id) FROM local_entity l WHERE l.entity_id = y.entity_id AND l.is_current) AS n_other_documents,
  x.key,
  y.key AS other_key
FROM near_miss m
JOIN name_key a ON a.key = m.key
JOIN name_key b ON b.key = m.other_key
JOIN entity x ON x.key = min(a.means, b.means)
JOIN entity y ON y.key = max(a.means, b.means)
WHERE a.means <> b.means
  AND EXISTS (SELECT 1 FROM local_entity l WHERE l.entity_id = x.entity_id AND l.is_current)
  AND EXISTS (SELECT 1 FROM local_entity l WHERE l.entity_id = y.entity_id AND l.is_current)
GROUP BY x.entity_id, y.entity_id;

-- Which source always spells an entity one way, where others spell it otherwise? One row a source and entity, of those with
-- two documents or more. Capitals throughout, as headlines and datelines have them, are no spelling of a person or a place.
-- Reads assertion_full.
CREATE VIEW house_style AS
WITH told AS (
  SELECT f.source, f.entity, f.topic_id, f.document_id, replace(f.value_text, char(10), ' ') AS spelling
  FROM assertion_full f
  WHERE f.kind = 'name'
    -- upper() knows no other letters than A to Z: a name without them is not in capitals.
    AND (f.entity_kind = 'organisation' OR f.value_text <> upper(f.value_text) OR f.value_text = lower(f.value_text))
)
SELECT g.source, g.entity, g.spelling, g.n_documents, g.topic_id
FROM (
  SELECT t.source, t.entity, min(t.spelling) AS spelling, count(DISTINCT t.document_id) AS n_documents, t.topic_id
  FROM told t
  GROUP BY t.topic_id, t.source
  HAVING count(DISTINCT t.spelling) = 1 AND count(DISTINCT t.document_id) > 1
) g
WHERE EXISTS (SELECT 1 FROM told o WHERE o.topic_id = g.topic_id AND o.spelling <> g.spelling);

COMMIT;
