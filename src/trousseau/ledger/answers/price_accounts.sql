-- Each account that buys a product at several prices: what its products would cost together, the widest of them.
SELECT
    n.account,
    n.name,
    s.products,
    s.zones,
    CAST(s.revenue AS DECIMAL(38, 4)) AS revenue,
    CAST(s.to_lowest AS DECIMAL(38, 4)) AS to_lowest,
    CAST(s.to_mean AS DECIMAL(38, 4)) AS to_mean,
    q.product AS dearest,
    w.spread
FROM (
    SELECT
        id, count(*) AS products, max(zones) AS zones, sum(revenue) AS revenue, sum(to_lowest) AS to_lowest,
        sum(to_mean) AS to_mean
    FROM {levels} WHERE NOT doubtful GROUP BY id
) AS s
JOIN (
    SELECT id, min(product) AS product, max(spread) AS spread FROM (
        SELECT
            id, product, (highest - lowest) / mean AS spread,
            row_number() OVER (PARTITION BY id ORDER BY to_lowest DESC, product) AS place
        FROM {levels} WHERE NOT doubtful
    ) AS ordered WHERE place = 1 GROUP BY id
) AS w ON w.id = s.id
JOIN {products} AS q ON q.id = w.product
JOIN (
    SELECT {key} AS id, min({label}) AS account, min({name}) AS name FROM {accounts} AS a GROUP BY 1
) AS n ON n.id = s.id
ORDER BY s.to_lowest DESC, n.account
