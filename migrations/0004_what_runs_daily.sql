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
