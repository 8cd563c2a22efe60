-- Prepared lines: codes as small integers, the amount beside its value in the base currency, sorted by account.
-- A line is converted as amount × rate, rounded to 4 decimals, halves away from zero. Multiplying decimals exactly is
-- slow, so floats do it where they cannot err: below 10^8 and when the product is not near the middle between two
-- results (floats are off by less than 0.001 of the last decimal there). Where no rate is known, nothing is.
SELECT
    a.id AS account,
    p.id AS place,
    f.id AS family,
    q.id AS product,
    l.date,
    l.quantity,
    l.amount,
    CASE
        WHEN {in_base} THEN l.amount
        WHEN abs(l.near_amount * r.near) < 1e12
            AND abs(l.near_amount * r.near - round(l.near_amount * r.near)) < 0.499
            THEN CAST(l.near_amount * r.near / 10000 AS DECIMAL(18, 4))
        ELSE TRY_CAST(l.amount * r.rate AS DECIMAL(18, 4))
    END AS revenue,
    CASE
        WHEN {in_base} THEN l.cost
        WHEN abs(l.near_cost * r.near) < 1e12
            AND abs(l.near_cost * r.near - round(l.near_cost * r.near)) < 0.499
            THEN CAST(l.near_cost * r.near / 10000 AS DECIMAL(18, 4))
        ELSE TRY_CAST(l.cost * r.rate AS DECIMAL(18, 4))
    END AS cost
FROM (
    SELECT *, CAST(amount AS DOUBLE) * 10000 AS near_amount, CAST(cost AS DOUBLE) * 10000 AS near_cost FROM lines
) AS l
JOIN accounts AS a ON a.account = l.account
JOIN places AS p
    ON p.zone = coalesce(l.zone, '')
    AND p.division = coalesce(l.division, '')
    AND p.currency = coalesce(l.currency, {base})
JOIN families AS f ON f.family = coalesce(l.family, '')
JOIN products AS q ON q.product = coalesce(l.product, '')
LEFT JOIN rates AS r ON r.currency = l.currency AND r.date = l.date
