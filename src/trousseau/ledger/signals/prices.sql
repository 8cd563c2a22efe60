-- Net prices of one month: each product an account bought in each place, in the currency of the place. Returns and
-- lines without a quantity tell no price; lines without a product neither.
SELECT
    l.account,
    l.place,
    l.product,
    ln(CAST(sum(l.amount) AS DOUBLE) / CAST(sum(l.quantity) AS DOUBLE)) AS price,
    CAST(sum(l.revenue) AS DOUBLE) AS weight
FROM {lines} AS l
JOIN {products} AS q ON q.id = l.product
WHERE l.quantity > 0 AND l.amount > 0 AND l.revenue > 0 AND q.product <> ''
GROUP BY l.account, l.place, l.product
ORDER BY l.account
