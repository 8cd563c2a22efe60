-- The rows of a check-up, greatest first, equal ones in alphabetical order. `id` is the number of an account, or the
-- label of a group. `value` is the revenue for statistics.
SELECT
    s.id, n.account, n.code, n.name, n."group",
    CAST(s.revenue AS DECIMAL(38, 4)) AS revenue,
    CAST(s.revenue AS DOUBLE) AS value,
    CAST(s.lines AS BIGINT) AS lines
FROM (
    SELECT {id} AS id, sum(revenue) AS revenue, sum(converted) AS lines
    FROM {cells} AS a
    GROUP BY 1
    HAVING sum(converted) > 0
) AS s
JOIN {names} AS n ON n.id = s.id
ORDER BY s.revenue DESC, n.account, s.id
