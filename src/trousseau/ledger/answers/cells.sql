SELECT
    min(v.{value}) AS value,
    min({label}) AS account,
    CAST(sum(c.revenue) AS DECIMAL(38, 4)) AS revenue,
    CASE WHEN sum(c.costed_lines) > 0 THEN CAST(sum(c.cost) AS DECIMAL(38, 4)) END AS cost,
    CAST(sum(c.costed) AS DECIMAL(38, 4)) AS costed
FROM {cells} AS c
JOIN {values} AS v ON v.id = c.{number}
JOIN {accounts} AS a ON a.id = c.account
GROUP BY v.{value}, {key}
HAVING sum(c.converted) > 0
ORDER BY value, revenue DESC, account
