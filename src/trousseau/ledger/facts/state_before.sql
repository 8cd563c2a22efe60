-- The same of the twelve months before, for comparison: revenue and lines only.
SELECT
    account,
    place,
    CAST(sum(revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(lines) AS BIGINT) AS lines
FROM parts
GROUP BY account, place
HAVING sum(lines) <> 0 OR sum(revenue) <> 0
