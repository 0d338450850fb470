-- A deputy's title is another than that of the office.
INSERT INTO reason (reason, relation, weight, explanation) VALUES
  ('other_rank', 'contradiction', 3, 'one title is that of an office, the other that of a deputy');
UPDATE topic SET is_dirty = 1 WHERE kind = 'role';
