-- How much of the revenue has prices to compare, and why the rest has none.
SELECT
    CAST(coalesce(sum(z.revenue + z.loose), 0) AS DECIMAL(38, 4)) AS revenue,
    CAST(coalesce(sum(z.loose), 0) AS DECIMAL(38, 4)) AS loose,
    CAST(coalesce(sum(z.loose_lines), 0) AS BIGINT) AS loose_lines,
    CAST(coalesce(sum(CASE WHEN z.zone = '' OR q.product = '' THEN z.revenue END), 0) AS DECIMAL(38, 4)) AS nowhere
FROM {zones} AS z
JOIN {products} AS q ON q.id = z.product
