SELECT
    p.currency,
    CAST(sum(c.lines - c.converted) AS BIGINT) AS lines,
    CAST(sum(c.stranded) AS DECIMAL(38, 4)) AS amount
FROM {cells} AS c
JOIN {places} AS p ON p.id = c.place
WHERE c.lines > c.converted
GROUP BY p.currency
ORDER BY lines DESC, p.currency
