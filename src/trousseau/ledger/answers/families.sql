-- The revenue of each product family over a period, greatest first.
SELECT f.family, CAST(sum(i.revenue) AS DECIMAL(38, 4)) AS revenue
FROM {items} AS i
JOIN {families} AS f ON f.id = i.family
GROUP BY f.family
ORDER BY revenue DESC, f.family
