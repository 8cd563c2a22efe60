-- Growth by one dimension: what a customer who is new brings and a lost one takes is told as such; what a customer who
-- stays takes up or drops is mix. Customers are judged on all they buy, wherever the answer looks.
WITH customers AS (
    SELECT {customer} AS customer, sum(c.lines_before) > 0 AS was, sum(c.lines_now) > 0 AS stays
    FROM {everywhere} AS c JOIN {accounts} AS a ON a.id = c.account
    GROUP BY 1
),
deflators AS (SELECT unnest($deflated::TEXT[]) AS zone, unnest($deflators::DOUBLE[]) AS deflator),
told AS (
    SELECT
        {key} AS id, {label} AS key, {name} AS name, c.account,
        c.previous, c.current, c.constant, c.price, c.volume, c.unrated, c.lines_before, c.lines_now,
        CASE WHEN u.was AND u.stays THEN c.mix + c.taken_up - c.dropped ELSE 0 END AS mix,
        CASE WHEN u.was THEN 0 ELSE c.constant END AS won,
        CASE WHEN u.stays THEN 0 ELSE -c.previous END AS lost,
        CASE WHEN u.was AND u.stays THEN c.loose_now - c.loose_before ELSE 0 END AS undivided,
        CASE WHEN d.deflator IS NOT NULL
            THEN CAST(round(CAST(c.constant AS DOUBLE) / d.deflator, 4) AS DECIMAL(38, 4)) END AS deflated,
        CASE WHEN d.deflator IS NOT NULL THEN c.previous ELSE 0 END AS known_previous,
        CASE WHEN d.deflator IS NOT NULL THEN c.constant ELSE 0 END AS known_constant
    FROM {cells} AS c
    JOIN {accounts} AS a ON a.id = c.account
    JOIN {places} AS p ON p.id = c.place
    JOIN customers AS u ON u.customer = {customer}
    LEFT JOIN deflators AS d ON d.zone = p.zone
)
SELECT
    min(key) AS key,
    min(name) AS name,
    CAST(sum(previous) AS DECIMAL(38, 4)) AS previous,
    CAST(sum(current) AS DECIMAL(38, 4)) AS current,
    CAST(sum(price) AS DECIMAL(38, 4)) AS price,
    CAST(sum(volume) AS DECIMAL(38, 4)) AS volume,
    CAST(sum(mix) AS DECIMAL(38, 4)) AS mix,
    CAST(sum(won) AS DECIMAL(38, 4)) AS new,
    CAST(sum(lost) AS DECIMAL(38, 4)) AS lost,
    CAST(sum(undivided) AS DECIMAL(38, 4)) AS undivided,
    CAST(sum(current - constant) AS DECIMAL(38, 4)) AS currency,
    CAST(sum(unrated) AS DECIMAL(38, 4)) AS unrated,
    CAST(coalesce(sum(deflated), 0) AS DECIMAL(38, 4)) AS deflated,
    CAST(sum(known_previous) AS DECIMAL(38, 4)) AS known_previous,
    CAST(sum(known_constant) AS DECIMAL(38, 4)) AS known_constant,
    count(*) FILTER (deflated IS NULL) = 0 AS known,
    count(DISTINCT account) AS accounts
FROM told
GROUP BY id
ORDER BY {order}
{limit}
