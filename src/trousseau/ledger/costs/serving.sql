-- What each account used of each driver over the window, and what that cost: quantity × rate of each month, rounded to
-- 4 decimals, halves away from zero. `priced` (driver, month, rate) are the months whose rate is known; `cost` is null
-- where there is none. Of a
-- level, the quantity is the average of the months told, and it has no rate.
SELECT
    q.account,
    q.driver,
    CAST(CASE WHEN k.kind = 'level' THEN avg(q.quantity) ELSE sum(q.quantity) END AS DECIMAL(38, 4)) AS quantity,
    CAST(sum(CAST(q.quantity * p.rate AS DECIMAL(38, 4))) AS DECIMAL(38, 4)) AS cost
FROM {quantities} AS q
JOIN kinds AS k ON k.driver = q.driver
LEFT JOIN priced AS p ON p.driver = q.driver AND p.month = q.month
GROUP BY q.account, q.driver, k.kind
