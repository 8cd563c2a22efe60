-- The rows of a check-up, greatest first, equal ones in alphabetical order; `place` is the rank less one.
SELECT
    s.id, n.account, n.code, n.name, n."group",
    CAST(s.revenue AS DECIMAL(38, 4)) AS revenue,
    CAST(s.revenue AS DOUBLE) AS value,
    CAST(s.lines AS BIGINT) AS lines,
    row_number() OVER (ORDER BY s.revenue DESC, n.account, s.id) - 1 AS place
FROM (SELECT id, sum(revenue) AS revenue, sum(lines) AS lines FROM cells GROUP BY id) AS s
JOIN (
    SELECT
        {key} AS id, min({label}) AS account, min({name}) AS name, min({code}) AS code, min(a."group") AS "group"
    FROM {accounts} AS a
    GROUP BY 1
) AS n ON n.id = s.id
