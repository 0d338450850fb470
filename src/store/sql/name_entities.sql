-- Each dirty entity takes the name that most documents give it; of equals the longest, then the first in the alphabet. One in capitals, as
-- datelines have it, is taken where no other is: more than five letters of them are no acronym.
UPDATE entity SET
  name = coalesce((
    SELECT l.name FROM local_entity l
    WHERE l.entity_id = entity.entity_id AND l.is_current
    GROUP BY l.name
    ORDER BY l.name = upper(l.name) AND length(l.name) > 5, count(*) DESC, length(l.name) DESC, l.name
    LIMIT 1
  ), name),
  is_dirty = 0
WHERE is_dirty
