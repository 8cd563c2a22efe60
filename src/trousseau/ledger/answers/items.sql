-- What each account bought of each product in each place over a period. `quantity` and `counted` are of the lines that
-- have a quantity; `loose` and `loose_amount` are the revenue and the amount of those that have none. Unconverted lines
-- are in none of it. `amount` is in the currency of the place.
SELECT
    account,
    place,
    family,
    product,
    CAST(coalesce(sum(quantity), 0) AS DECIMAL(38, 4)) AS quantity,
    count(quantity) AS counted,
    CAST(sum(amount) AS DECIMAL(38, 4)) AS amount,
    CAST(sum(revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(coalesce(sum(CASE WHEN quantity IS NULL THEN revenue END), 0) AS DECIMAL(38, 4)) AS loose,
    CAST(coalesce(sum(CASE WHEN quantity IS NULL THEN amount END), 0) AS DECIMAL(38, 4)) AS loose_amount,
    CAST(coalesce(sum(cost), 0) AS DECIMAL(38, 4)) AS cost,
    CAST(coalesce(sum(CASE WHEN cost IS NOT NULL THEN revenue END), 0) AS DECIMAL(38, 4)) AS costed,
    count(cost) AS costed_lines,
    count(*) AS lines
FROM {lines}
WHERE revenue IS NOT NULL
GROUP BY account, place, family, product
ORDER BY account, place, family, product
