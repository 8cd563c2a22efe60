SELECT
    CAST(coalesce(sum(revenue), 0) AS DECIMAL(38, 4)) AS revenue,
    CASE WHEN {compared} THEN CAST(coalesce(sum(previous), 0) AS DECIMAL(38, 4)) END AS previous,
    CASE WHEN sum(costed_lines) > 0 THEN CAST(sum(cost) AS DECIMAL(38, 4)) END AS cost,
    CAST(coalesce(sum(costed), 0) AS DECIMAL(38, 4)) AS costed,
    CAST(coalesce(sum(lines), 0) AS BIGINT) AS lines,
    CAST(coalesce(sum(lines) - sum(converted), 0) AS BIGINT) AS unconverted,
    count(*) FILTER (converted > 0) AS accounts,
    count(*) FILTER (converted = 0 AND lines > 0) AS unconverted_accounts
FROM (
    SELECT
        account, sum(revenue) AS revenue, sum(previous) AS previous, sum(cost) AS cost, sum(costed) AS costed,
        sum(lines) AS lines, sum(converted) AS converted, sum(costed_lines) AS costed_lines
    FROM {cells}
    GROUP BY account
)
