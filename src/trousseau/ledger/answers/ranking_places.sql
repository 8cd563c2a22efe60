-- The exact revenue of each place, with what the place is.
SELECT p.id, p.zone, p.division, p.currency, CAST(s.revenue AS DECIMAL(38, 4)) AS revenue
FROM (SELECT place, sum(revenue) AS revenue FROM {cells} GROUP BY place HAVING sum(converted) > 0) AS s
JOIN {places} AS p ON p.id = s.place
ORDER BY p.id
