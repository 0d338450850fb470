-- Begins a run: command ?1 of version ?2.
INSERT INTO run (command, version, started_at) VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
