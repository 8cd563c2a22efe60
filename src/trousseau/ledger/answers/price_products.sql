-- Each product that some account buys at several prices.
SELECT
    q.product,
    count(*) AS accounts,
    max(l.zones) AS zones,
    CAST(sum(l.revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(l.to_lowest) AS DECIMAL(38, 4)) AS to_lowest,
    CAST(sum(l.to_mean) AS DECIMAL(38, 4)) AS to_mean,
    max((l.highest - l.lowest) / l.mean) AS spread
FROM {levels} AS l
JOIN {products} AS q ON q.id = l.product
WHERE NOT l.doubtful
GROUP BY q.product
ORDER BY spread DESC, q.product
