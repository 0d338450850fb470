-- Stories: documents that tell of one event share the entity that what is stated of nothing else is stated of.
ALTER TABLE document ADD COLUMN event_key TEXT NOT NULL DEFAULT '';        -- key of its event, as it alone knows it; '' is none
ALTER TABLE document ADD COLUMN marks TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(marks)); -- names and figures that tell of its event, each with its weight, as JSON
ALTER TABLE document ADD COLUMN story TEXT;                                -- key of the event that it tells of, as its story's first document knows it; null until settled
ALTER TABLE document ADD COLUMN is_settled INTEGER NOT NULL DEFAULT 0 CHECK (is_settled IN (0, 1)); -- whether its story is known, and those of the documents after it
CREATE INDEX document_unsettled ON document (document_id) WHERE NOT is_settled; -- what the end of a run has to settle
CREATE INDEX document_by_story ON document (story) WHERE is_current;       -- who tells of one event
