-- Every account with its first month, counted from the first of the window (before it: below 0), and a year of sales.
SELECT
    a.id,
    a.account,
    a.name,
    CAST(date_diff('month', $begins::DATE, a.first) AS INTEGER) AS begins,
    CAST(coalesce(y.revenue, 0) AS DECIMAL(38, 4)) AS revenue
FROM {accounts} AS a
LEFT JOIN (
    SELECT s.account, sum(s.revenue) AS revenue
    FROM {months} AS s
    WHERE s.filename IN (SELECT unnest($year::TEXT[]))
    GROUP BY s.account
) AS y ON y.account = a.id
ORDER BY a.id
