-- Keeps an attribute as the rules define it now.
INSERT INTO attribute (attribute, label, kind, dynamics, is_single, is_open, one_event_days, is_daily)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (attribute) DO UPDATE SET
  label = excluded.label, kind = excluded.kind, dynamics = excluded.dynamics, is_single = excluded.is_single,
  is_open = excluded.is_open, one_event_days = excluded.one_event_days, is_daily = excluded.is_daily
