-- How many entities have a preferred form?
SELECT count(DISTINCT n.means) FROM authority a JOIN name_key n ON n.key = a.key AND n.kind = a.kind
