-- How do any two current assertions of one entity and attribute stand to each other? One row a pair, left_id < right_id.
-- Reads pair_reason. Ask for one finding's pairs by topic_id: the pairs of all topics are many.
CREATE VIEW assertion_pair AS
SELECT p.left_id, p.right_id, w.relation, p.reason, p.gap, p.topic_id
FROM pair_reason p
JOIN reason w ON w.reason = p.reason;
