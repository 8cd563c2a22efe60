SELECT
    min({label}) AS account,
    coalesce(p.zone, '') AS zone,
    coalesce(p.division, '') AS division,
    coalesce(p.currency, {base}) AS currency,
    CAST(sum(c.revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(c.costed) AS DECIMAL(38, 4)) AS costed,
    CASE WHEN sum(c.costed_lines) > 0 OR sum(c.lines) = 0 THEN CAST(sum(c.cost) AS DECIMAL(38, 4)) END AS cost,
    CASE WHEN {served} THEN CAST(coalesce(sum(c.serve), 0) AS DECIMAL(38, 4)) END AS serve,
    CAST(sum(c.financing) AS DECIMAL(38, 4)) AS financing
FROM ({parts}) AS c
JOIN {accounts} AS a ON a.id = c.account
LEFT JOIN {places} AS p ON p.id = c.place
GROUP BY {key}, 2, 3, 4
HAVING sum(c.converted) > 0 OR count(c.serve) > 0
ORDER BY account, zone, division, currency, {key}
