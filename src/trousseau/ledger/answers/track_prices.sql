-- What each bag of accounts paid for what it buys now, and what the same would have cost at the prices of the year
-- before: products with a quantity above 0 in both periods. One row a bag and period that has such products.
WITH bought AS (
    SELECT
        b.bag,
        l.product,
        CAST(date_trunc('month', l.date) AS DATE) AS month,
        CAST(sum(l.revenue) AS DOUBLE) AS revenue,
        CAST(sum(l.quantity) AS DOUBLE) AS quantity
    FROM {lines} AS l
    JOIN {accounts} AS a ON a.id = l.account
    JOIN bags AS b ON b.account = a.account
    {family}
    WHERE l.revenue IS NOT NULL AND l.quantity IS NOT NULL
    GROUP BY b.bag, l.product, CAST(date_trunc('month', l.date) AS DATE)
),
compared AS (
    SELECT
        t.bag,
        p.period,
        t.product,
        sum(CASE WHEN t.month >= p.start THEN t.revenue ELSE 0 END) AS revenue_now,
        sum(CASE WHEN t.month >= p.start THEN t.quantity ELSE 0 END) AS quantity_now,
        sum(CASE WHEN t.month < p.previous_end THEN t.revenue ELSE 0 END) AS revenue_before,
        sum(CASE WHEN t.month < p.previous_end THEN t.quantity ELSE 0 END) AS quantity_before
    FROM bought AS t
    JOIN periods AS p
        ON (t.month >= p.start AND t.month <= p.until)
        OR (t.month >= p.previous_start AND t.month < p.previous_end)
    GROUP BY t.bag, p.period, t.product
)
SELECT
    bag,
    period,
    sum(revenue_now) AS now,
    sum(revenue_before / quantity_before * quantity_now) AS before
FROM compared
WHERE quantity_now > 0 AND quantity_before > 0 AND revenue_before > 0 AND revenue_now > 0
GROUP BY bag, period
ORDER BY bag, period
