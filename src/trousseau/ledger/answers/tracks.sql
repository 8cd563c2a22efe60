-- What each account bought each month, under a filter of places or families.
SELECT
    a.account,
    t.month,
    CAST(coalesce(sum(t.revenue), 0) AS DECIMAL(38, 4)) AS revenue,
    CAST(coalesce(sum(t.cost), 0) AS DECIMAL(38, 4)) AS cost,
    CAST(coalesce(sum(t.costed), 0) AS DECIMAL(38, 4)) AS costed,
    CAST(sum(t.lines) AS BIGINT) AS lines,
    CAST(sum(t.lines - t.converted) AS BIGINT) AS unconverted
FROM {sums} AS t
JOIN {accounts} AS a ON a.id = t.account
GROUP BY a.account, t.month
ORDER BY a.account, t.month
