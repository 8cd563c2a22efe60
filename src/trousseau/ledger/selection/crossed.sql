-- What some accounts bought over a period, account by account, by division and family.
SELECT
    a.account AS account,
    nullif(p.division, '') AS division,
    nullif(f.family, '') AS family,
    CAST(sum(l.revenue) AS DECIMAL(38, 4)) AS revenue
FROM {lines} AS l
JOIN {accounts} AS a ON a.id = l.account
JOIN {places} AS p ON p.id = l.place
JOIN {families} AS f ON f.id = l.family
WHERE l.revenue IS NOT NULL
GROUP BY 1, 2, 3
