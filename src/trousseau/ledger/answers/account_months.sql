SELECT
    strftime(date, '%Y-%m') AS month,
    count(*) AS lines,
    CAST(coalesce(sum(revenue), 0) AS DECIMAL(38, 4)) AS revenue
FROM {lines}
GROUP BY 1
ORDER BY 1 DESC
