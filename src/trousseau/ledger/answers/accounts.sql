-- One row an account: sums of its cells, what it is called, and where most of its revenue is.
WITH cells AS (
    SELECT
        account, place, sum(revenue) AS revenue, sum(previous) AS previous, sum(cost) AS cost, sum(costed) AS costed,
        sum(lines) AS lines, sum(converted) AS converted, sum(costed_lines) AS costed_lines
    FROM {cells} GROUP BY account, place
),
sums AS (
    SELECT
        {key} AS id, sum(c.revenue) AS revenue, sum(c.previous) AS previous, sum(c.cost) AS cost,
        sum(c.costed) AS costed, sum(c.lines) AS lines, sum(c.converted) AS converted,
        sum(c.costed_lines) AS costed_lines
    FROM cells AS c JOIN {accounts} AS a ON a.id = c.account
    GROUP BY 1
),
zones AS (
    SELECT id, nullif(zone, '') AS zone FROM (
        SELECT id, zone, row_number() OVER (PARTITION BY id ORDER BY revenue DESC, zone) AS place FROM (
            SELECT {key} AS id, p.zone, sum(c.revenue) AS revenue
            FROM cells AS c JOIN {accounts} AS a ON a.id = c.account JOIN {places} AS p ON p.id = c.place
            WHERE c.lines > 0
            GROUP BY 1, 2
        )
    ) WHERE place = 1
),
divisions AS (
    SELECT id, nullif(division, '') AS division FROM (
        SELECT id, division, row_number() OVER (PARTITION BY id ORDER BY revenue DESC, division) AS place FROM (
            SELECT {key} AS id, p.division, sum(c.revenue) AS revenue
            FROM cells AS c JOIN {accounts} AS a ON a.id = c.account JOIN {places} AS p ON p.id = c.place
            WHERE c.lines > 0
            GROUP BY 1, 2
        )
    ) WHERE place = 1
),
names AS (
    SELECT
        {key} AS id,
        min({label}) AS account,
        min({name}) AS name,
        min({code}) AS code,
        min(a."group") AS "group",
        min(a.first) AS first,
        max(a.last) AS last,
        count(*) AS accounts
    FROM {accounts} AS a
    WHERE a.id IN (SELECT account FROM cells)
    GROUP BY 1
)
SELECT
    n.account,
    n.name,
    n.code,
    n."group",
    CASE WHEN s.converted > 0 OR s.lines = 0 THEN CAST(s.revenue AS DECIMAL(38, 4)) END AS revenue,
    CASE WHEN {compared} THEN CAST(s.previous AS DECIMAL(38, 4)) END AS previous,
    CASE WHEN s.costed_lines > 0 THEN CAST(s.cost AS DECIMAL(38, 4)) END AS cost,
    CAST(s.costed AS DECIMAL(38, 4)) AS costed,
    CAST(s.lines AS BIGINT) AS lines,
    CAST(s.lines - s.converted AS BIGINT) AS unconverted,
    n.first,
    n.last,
    z.zone,
    d.division,
    n.accounts
FROM sums AS s
JOIN names AS n ON n.id = s.id
LEFT JOIN zones AS z ON z.id = s.id
LEFT JOIN divisions AS d ON d.id = s.id
ORDER BY revenue DESC NULLS LAST, n.account
