-- Each dirty entity takes the name that the user's list prefers, else the one that most sources give it, then most documents; of
-- equals the one that lists or use prefer, then the longest, then the first in the alphabet. A short form (a family name alone, initials,
-- the first letters or the first words of a body's name) is taken where no full one is. So is one in capitals, as datelines have it: more
-- than five letters of them are no acronym, unless a body is called by them.
UPDATE entity SET
  name = coalesce((
    SELECT a.preferred
    FROM authority a
    WHERE a.kind = entity.kind AND a.key IN (
      SELECT n.key FROM name_key n WHERE n.means = entity.key
      UNION ALL
      SELECT l.own_key FROM local_entity l WHERE l.entity_id = entity.entity_id AND l.is_current
    )
    ORDER BY
      a.key <> entity.key,
      (SELECT count(*) FROM local_entity l WHERE l.entity_id = entity.entity_id AND l.is_current AND l.own_key = a.key) DESC,
      a.preferred
    LIMIT 1
  ), (
    SELECT l.name
    FROM local_entity l
    JOIN document d ON d.document_id = l.document_id
    LEFT JOIN entity_spelling s ON s.entity_id = l.entity_id AND s.spelling = l.name
    WHERE l.entity_id = entity.entity_id AND l.is_current
    GROUP BY l.name
    ORDER BY
      -- upper() knows no other letters than A to Z: a name without them is not in capitals.
      l.name = upper(l.name) AND l.name <> lower(l.name) AND length(l.name) > 5
        AND (entity.kind <> 'organisation' OR instr(l.name, ' ') > 0),
      CASE entity.kind
        WHEN 'person' THEN instr(l.name, ' ') = 0 OR substr(l.name, 2, 1) IN (' ', '.')
        -- One longer name may be a slip: where a third as many sources give one, the short one is its beginning.
        WHEN 'organisation' THEN l.name = upper(l.name) AND instr(l.name, ' ') = 0 OR count(DISTINCT d.source_id) <= 3 * (
          SELECT count(DISTINCT b.source_id) FROM local_entity o JOIN document b ON b.document_id = o.document_id
          WHERE o.entity_id = l.entity_id AND o.is_current AND substr(o.name, 1, length(l.name) + 1) = l.name || ' '
        )
        ELSE 0
      END,
      count(DISTINCT d.source_id) DESC, count(*) DESC, max(coalesce(s.is_preferred, 0)) DESC, length(l.name) DESC, l.name
    LIMIT 1
  ), name)
    -- Of two of one name that a person told apart by documents the second has its number behind the name.
    || CASE WHEN kind <> 'event' AND key GLOB '*[^ ]#[0-9]*' AND substr(rtrim(key, '0123456789'), -1) = '#'
      THEN ' (' || replace(key, rtrim(key, '0123456789'), '') || ')' ELSE '' END,
  is_dirty = 0
WHERE is_dirty
