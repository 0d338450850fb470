-- Attribute ?2 is attribute ?1 of a further thing, ?3.
INSERT OR IGNORE INTO attribute (attribute, label, kind, dynamics, is_single, is_open, one_event_days, is_daily)
SELECT ?2, label || ' (' || replace(?3, '_', ' ') || ')', kind, dynamics, is_single, is_open, one_event_days, is_daily
FROM attribute WHERE attribute = ?1
