-- Revenue of each (value of a dimension, row of the ranking).
SELECT p.{value} AS value, r.place, sum(c.revenue) AS revenue
FROM cells AS c
JOIN ranking AS r ON r.id = c.id
JOIN {places} AS p ON p.id = c.place
GROUP BY 1, 2
