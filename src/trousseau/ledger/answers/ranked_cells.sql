-- The converted cells of a window, each with the key of its row in the ranking.
SELECT {key} AS id, c.account, c.place, sum(c.revenue) AS revenue, sum(c.converted) AS lines
FROM {cells} AS c
JOIN {accounts} AS a ON a.id = c.account
GROUP BY 1, 2, 3
HAVING sum(c.converted) > 0
