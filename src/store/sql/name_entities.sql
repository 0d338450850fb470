-- Each dirty entity takes the name that most documents give it; of equals the longest, then the first in the alphabet. One in capitals, as
-- datelines have it, is taken where no other is: more than five letters of them are no acronym, unless a body is called by them.
UPDATE entity SET
  name = coalesce((
    SELECT l.name FROM local_entity l
    WHERE l.entity_id = entity.entity_id AND l.is_current
    GROUP BY l.name
    ORDER BY
      -- upper() knows no other letters than A to Z: a name without them is not in capitals.
      l.name = upper(l.name) AND l.name <> lower(l.name) AND length(l.name) > 5
        AND (entity.kind <> 'organisation' OR instr(l.name, ' ') > 0),
      count(*) DESC, length(l.name) DESC, l.name
    LIMIT 1
  ), name),
  is_dirty = 0
WHERE is_dirty
