-- The products behind the growth of some accounts: each in each place, with its prices and quantities before and now.
WITH customers AS (
    SELECT {customer} AS customer, sum(c.lines_before) > 0 AS was, sum(c.lines_now) > 0 AS stays
    FROM {everywhere} AS c JOIN {accounts} AS a ON a.id = c.account
    GROUP BY 1
),
told AS (
    SELECT
        i.*,
        CASE WHEN u.was AND u.stays THEN i.mix + i.taken_up - i.dropped ELSE 0 END AS moved,
        CASE WHEN u.was THEN 0 ELSE i.constant END AS won,
        CASE WHEN u.stays THEN 0 ELSE -i.previous END AS gone,
        CASE WHEN u.was AND u.stays THEN i.loose_now - i.loose_before ELSE 0 END AS undivided
    FROM {items} AS i
    JOIN {accounts} AS a ON a.id = i.account
    JOIN customers AS u ON u.customer = {customer}
)
SELECT
    q.product,
    p.zone,
    p.division,
    p.currency AS currency_code,
    CAST(sum(t.quantity_before) AS DECIMAL(38, 4)) AS quantity_before,
    CAST(sum(t.quantity_now) AS DECIMAL(38, 4)) AS quantity_now,
    CASE WHEN sum(t.quantity_before) <> 0
        THEN CAST(round(CAST(sum(t.amount_before) AS DOUBLE) / CAST(sum(t.quantity_before) AS DOUBLE), 4)
            AS DECIMAL(38, 4)) END AS price_before,
    CASE WHEN sum(t.quantity_now) <> 0
        THEN CAST(round(CAST(sum(t.amount_now) AS DOUBLE) / CAST(sum(t.quantity_now) AS DOUBLE), 4)
            AS DECIMAL(38, 4)) END AS price_now,
    CAST(sum(t.previous) AS DECIMAL(38, 4)) AS previous,
    CAST(sum(t.current) AS DECIMAL(38, 4)) AS current,
    CAST(sum(t.price) AS DECIMAL(38, 4)) AS price,
    CAST(sum(t.volume) AS DECIMAL(38, 4)) AS volume,
    CAST(sum(t.moved) AS DECIMAL(38, 4)) AS mix,
    CAST(sum(t.won) AS DECIMAL(38, 4)) AS new,
    CAST(sum(t.gone) AS DECIMAL(38, 4)) AS lost,
    CAST(sum(t.undivided) AS DECIMAL(38, 4)) AS undivided,
    CAST(sum(t.current - t.constant) AS DECIMAL(38, 4)) AS currency
FROM told AS t
JOIN {products} AS q ON q.id = t.product
JOIN {places} AS p ON p.id = t.place
GROUP BY q.product, p.zone, p.division, p.currency
ORDER BY abs(sum(t.current) - sum(t.previous)) DESC, q.product, p.zone, p.division, p.currency
