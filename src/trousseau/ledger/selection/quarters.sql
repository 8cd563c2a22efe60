-- What each account (or group) bought in each quarter: `at` is its place among the clients.
SELECT
    c.at,
    f.quarter,
    CAST(sum(m.revenue) AS DOUBLE) AS revenue,
    CAST(sum(m.cost) AS DOUBLE) AS cost,
    CAST(sum(m.costed) AS DOUBLE) AS costed
FROM {sums} AS m
JOIN (SELECT unnest($files::TEXT[]) AS file, unnest($quarters::INTEGER[]) AS quarter) AS f ON f.file = m.file
JOIN {accounts} AS a ON a.id = m.account
JOIN clients AS c ON c.id = {key}
GROUP BY 1, 2
