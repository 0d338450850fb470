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
