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
