-- Financing of what each account owed in each place: revenue × payment days / 365 × yearly rate of every month that has
-- both, rounded to 4 decimals, halves away from zero. `financed` is the revenue of those months.
SELECT
    r.account,
    r.place,
    CAST(sum(
        CAST(
            CAST(
                sign(r.revenue) * sign(q.days) * sign(p.rate) * (
                    (2 * abs(r.revenue) * abs(q.days) * abs(p.rate) + CAST(3650000000000 AS HUGEINT))
                    // CAST(7300000000000 AS HUGEINT)
                ) AS DECIMAL(38, 0)
            ) * CAST(0.0001 AS DECIMAL(5, 4)) AS DECIMAL(38, 4)
        )
    ) AS DECIMAL(38, 4)) AS financing,
    CAST(sum(CAST(CAST(r.revenue AS DECIMAL(38, 0)) * CAST(0.0001 AS DECIMAL(5, 4)) AS DECIMAL(38, 4))) AS DECIMAL(38, 4))
        AS financed
FROM (
    SELECT account, place, month, CAST(sum(revenue) * 10000 AS HUGEINT) AS revenue
    FROM {sales}
    GROUP BY account, place, month
    HAVING sum(converted) > 0
) AS r
JOIN (
    SELECT account, month, CAST(quantity * 10000 AS HUGEINT) AS days FROM {quantities} WHERE driver = 'payment_days'
) AS q ON q.account = r.account AND q.month = r.month
JOIN (SELECT month, CAST(rate * 1000000 AS HUGEINT) AS rate FROM financing) AS p ON p.month = r.month
GROUP BY r.account, r.place
