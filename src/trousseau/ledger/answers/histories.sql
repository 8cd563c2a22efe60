-- One row an account (or group): its order days up to $as_of, the gaps between them, and those in the year after.
WITH days AS (
    SELECT {key} AS id, d.date, sum(d.revenue) AS revenue
    FROM {days} AS d JOIN {accounts} AS a ON a.id = d.account
    WHERE {condition}
    GROUP BY 1, 2
),
gaps AS (
    SELECT
        id, date, revenue,
        CASE WHEN date <= $as_of THEN date - lag(date) OVER (PARTITION BY id ORDER BY date) END AS gap
    FROM days
),
names AS (SELECT {key} AS id, min({label}) AS account, min({name}) AS name FROM {accounts} AS a GROUP BY 1)
SELECT
    min(n.account) AS account,
    min(n.name) AS name,
    CAST(count(*) FILTER (WHERE g.date <= $as_of) AS BIGINT) AS days,
    min(g.date) AS first,
    max(g.date) FILTER (WHERE g.date <= $as_of) AS last,
    CAST(avg(g.gap) AS DOUBLE) AS gap,
    CAST(stddev_samp(g.gap) AS DOUBLE) AS deviation,
    CAST(sum(g.revenue) FILTER (WHERE g.date <= $as_of) AS DECIMAL(38, 4)) AS revenue,
    CAST(count(*) FILTER (WHERE g.date <= $as_of AND g.date > $year_before) AS BIGINT) AS lately,
    CAST(count(*) FILTER (WHERE g.date > $as_of AND g.date <= $year_after) AS BIGINT) AS after
FROM gaps AS g JOIN names AS n ON n.id = g.id
GROUP BY g.id
HAVING min(g.date) <= $as_of
ORDER BY account, name
