-- The revenue of each account in each place over several windows; `stop` names the last month of each.
SELECT stop, account, place, CAST(sum(revenue) AS DECIMAL(38, 4)) AS revenue
FROM ({cells})
GROUP BY stop, account, place
