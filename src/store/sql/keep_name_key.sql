-- Keeps what is known of a key.
INSERT INTO name_key (key, kind, name, first_place, block, leader, means, reason, score, root, root_reason, root_score)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (key) DO UPDATE SET
  kind = excluded.kind, name = excluded.name, first_place = excluded.first_place, block = excluded.block,
  leader = excluded.leader, means = excluded.means, reason = excluded.reason, score = excluded.score,
  root = excluded.root, root_reason = excluded.root_reason, root_score = excluded.root_score
