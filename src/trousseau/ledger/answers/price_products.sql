-- Each product that some account buys at several prices, and the account it would cost most with.
SELECT
    q.product,
    count(*) AS accounts,
    max(l.zones) AS zones,
    CAST(sum(l.revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(l.to_lowest) AS DECIMAL(38, 4)) AS to_lowest,
    CAST(sum(l.to_mean) AS DECIMAL(38, 4)) AS to_mean,
    max((l.highest - l.lowest) / l.mean) AS spread,
    arg_max(n.account, l.to_lowest) AS account
FROM {levels} AS l
JOIN {products} AS q ON q.id = l.product
JOIN (SELECT {key} AS id, min({label}) AS account FROM {accounts} AS a GROUP BY 1) AS n ON n.id = l.id
WHERE NOT l.doubtful
GROUP BY q.product
ORDER BY spread DESC, q.product
