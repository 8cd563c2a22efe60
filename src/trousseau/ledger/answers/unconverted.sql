SELECT
    p.currency,
    CAST(sum(c.lines - c.converted) AS BIGINT) AS lines,
    CAST(sum(c.stranded) AS DECIMAL(38, 4)) AS amount
FROM {cells} AS c
JOIN {places} AS p ON p.id = c.place
GROUP BY p.currency
HAVING sum(c.lines - c.converted) > 0
ORDER BY lines DESC, p.currency
