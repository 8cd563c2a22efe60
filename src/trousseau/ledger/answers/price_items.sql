-- Each account × product with a price in two zones or more: its extremes, its weighted mean, and what bringing every
-- price down to the lowest, or to the mean, would cost. A price counts from {least_lines} lines on, and {least_share} of
-- the units; prices more than {mixed} times apart are more likely two units of measure than two prices.
WITH prices AS (
    SELECT
        z.id, z.product, z.zone, z.lines,
        CAST(z.quantity AS DOUBLE) AS quantity,
        CAST(z.revenue AS DOUBLE) AS revenue,
        CAST(z.revenue AS DOUBLE) / CAST(z.quantity AS DOUBLE) AS price,
        sum(CAST(z.quantity AS DOUBLE)) OVER (PARTITION BY z.id, z.product) AS units
    FROM {zones} AS z
    JOIN {products} AS q ON q.id = z.product
    WHERE z.zone <> '' AND q.product <> '' AND z.quantity > 0 AND z.revenue > 0
),
levels AS (
    SELECT
        *,
        min(price) OVER (PARTITION BY id, product) AS lowest,
        max(price) OVER (PARTITION BY id, product) AS highest,
        sum(revenue) OVER (PARTITION BY id, product) / sum(quantity) OVER (PARTITION BY id, product) AS mean
    FROM prices
    WHERE lines >= {least_lines} AND quantity >= {least_share} * units
)
SELECT
    id,
    product,
    count(*) AS zones,
    sum(quantity) AS quantity,
    sum(revenue) AS revenue,
    min(lowest) AS lowest,
    max(highest) AS highest,
    min(mean) AS mean,
    min(CASE WHEN price = lowest THEN zone END) AS lowest_zone,
    min(CASE WHEN price = highest THEN zone END) AS highest_zone,
    sum(round(quantity * (price - lowest), 2)) AS to_lowest,
    sum(CASE WHEN price > mean THEN quantity * (price - mean) ELSE 0 END) AS to_mean,
    max(highest) > {mixed} * min(lowest) AS doubtful
FROM levels
GROUP BY id, product
HAVING count(*) > 1
ORDER BY id, product
