-- How often do each two sources agree? One row a pair of sources that state something of the same question.
-- Reads pair_reason, assertion, document, source. Names and roles are left out: two outlets that write the same name agree on little.
CREATE VIEW source_agreement AS
SELECT
  min(ls.name, rs.name) AS source,
  max(ls.name, rs.name) AS other_source,
  count(*) AS n_pairs,
  sum(w.relation IN ('agree', 'attribution', 'precision')) AS n_agree,
  sum(w.relation = 'contradiction') AS n_contradict,
  sum(w.relation = 'update') AS n_update,
  round(1.0 * sum(w.relation IN ('agree', 'attribution', 'precision')) / count(*), 3) AS share_agree
FROM pair_reason p
JOIN reason w ON w.reason = p.reason
JOIN assertion l ON l.assertion_id = p.left_id
JOIN assertion r ON r.assertion_id = p.right_id
JOIN document ld ON ld.document_id = l.document_id
JOIN document rd ON rd.document_id = r.document_id
JOIN source ls ON ls.source_id = ld.source_id
JOIN source rs ON rs.source_id = rd.source_id
WHERE ls.source_id <> rs.source_id AND l.question_id = r.question_id AND l.kind NOT IN ('name', 'role')
GROUP BY 1, 2;
