-- What is told of one driver over periods that end within the months of a window, one value an account and month, both
-- averaged over days: a quarter speaks once, in its last month, and says nothing of the months before.
SELECT account, month, CAST(sum(quantity * days) AS DOUBLE) / CAST(sum(days) AS DOUBLE) / 10000.0 AS level
FROM {told}
WHERE driver = $driver AND through = days
GROUP BY account, month
