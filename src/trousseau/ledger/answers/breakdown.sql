SELECT
    v.{value} AS value,
    CAST(coalesce(sum(c.revenue), 0) AS DECIMAL(38, 4)) AS revenue,
    CASE WHEN {compared} THEN CAST(sum(c.previous) AS DECIMAL(38, 4)) END AS previous,
    CASE WHEN sum(c.costed_lines) > 0 THEN CAST(sum(c.cost) AS DECIMAL(38, 4)) END AS cost,
    CAST(sum(c.costed) AS DECIMAL(38, 4)) AS costed,
    CAST(sum(c.lines) AS BIGINT) AS lines,
    CAST(sum(c.lines) - sum(c.converted) AS BIGINT) AS unconverted,
    count(DISTINCT CASE WHEN c.lines > 0 THEN c.account END) AS accounts
FROM (
    SELECT
        account, {number}, sum(revenue) AS revenue, sum(previous) AS previous, sum(cost) AS cost,
        sum(costed) AS costed, sum(lines) AS lines, sum(converted) AS converted, sum(costed_lines) AS costed_lines
    FROM {cells} GROUP BY account, {number}
) AS c
JOIN {values} AS v ON v.id = c.{number}
GROUP BY v.{value}
ORDER BY revenue DESC, value
