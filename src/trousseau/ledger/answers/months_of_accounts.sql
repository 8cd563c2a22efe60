-- The months of some accounts, read from the sums by account and month (`months_by_account.sql`), which are sorted.
SELECT
    w.month,
    CAST(coalesce(sum(m.revenue), 0) AS DECIMAL(38, 4)) AS revenue,
    CASE WHEN sum(m.costed_lines) > 0 THEN CAST(sum(m.cost) AS DECIMAL(38, 4)) END AS cost,
    CAST(coalesce(sum(m.costed), 0) AS DECIMAL(38, 4)) AS costed,
    CAST(coalesce(sum(m.lines), 0) AS BIGINT) AS lines,
    CAST(coalesce(sum(m.lines - m.converted), 0) AS BIGINT) AS unconverted
FROM (SELECT unnest($wanted::DATE[]) AS month) AS w
LEFT JOIN (SELECT * FROM {sums} WHERE {condition}) AS m ON m.month = w.month
GROUP BY w.month
ORDER BY w.month
