-- What a unit of each product was sold for in each zone, all accounts together.
SELECT
    q.product, f.family, p.zone,
    CAST(sum(i.quantity) AS DECIMAL(38, 4)) AS quantity,
    CAST(sum(i.revenue - i.loose) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(i.loose) AS DECIMAL(38, 4)) AS loose
FROM {items} AS i
JOIN {places} AS p ON p.id = i.place
JOIN {families} AS f ON f.id = i.family
JOIN {products} AS q ON q.id = i.product
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
