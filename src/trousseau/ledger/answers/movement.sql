-- The revenue of each account (or group) over the window and the one before, as `accounts.sql` tells it.
SELECT
    CASE WHEN s.converted > 0 OR s.lines = 0 THEN CAST(s.revenue AS DECIMAL(38, 4)) END AS revenue,
    CASE WHEN {compared} THEN CAST(s.previous AS DECIMAL(38, 4)) END AS previous
FROM (
    SELECT
        {key} AS id, sum(c.revenue) AS revenue, sum(c.previous) AS previous, sum(c.lines) AS lines,
        sum(c.converted) AS converted
    FROM (
        SELECT
            account, sum(revenue) AS revenue, sum(previous) AS previous, sum(lines) AS lines,
            sum(converted) AS converted
        FROM {cells} GROUP BY account
    ) AS c
    JOIN {accounts} AS a ON a.id = c.account
    GROUP BY 1
) AS s
