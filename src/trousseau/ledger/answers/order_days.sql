-- The days on which an account ordered: a credit note alone is no order.
SELECT account, date, CAST(coalesce(sum(revenue), 0) AS DECIMAL(38, 4)) AS revenue
FROM {lines}
WHERE amount > 0
GROUP BY account, date
ORDER BY account, date
