-- One small point of the picture: what one account (or group) bought of one product in one zone on one day.
SELECT
    p.zone,
    l.date,
    CAST(sum(l.quantity) AS DOUBLE) AS quantity,
    CAST(sum(l.revenue) AS DOUBLE) / CAST(sum(l.quantity) AS DOUBLE) AS price
FROM {lines} AS l
JOIN {places} AS p ON p.id = l.place
WHERE l.product IN (SELECT id FROM {products} WHERE product = $product)
    AND l.quantity IS NOT NULL AND l.revenue IS NOT NULL
GROUP BY 1, 2
HAVING sum(l.quantity) > 0 AND sum(l.revenue) > 0
ORDER BY 1, 2
