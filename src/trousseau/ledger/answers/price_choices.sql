-- The products one account (or group) buys at several prices, the dearest to harmonise first.
SELECT q.product, l.zones, l.revenue, l.lowest, l.highest, l.mean, l.lowest_zone, l.highest_zone, l.to_lowest, l.to_mean,
    l.doubtful
FROM {levels} AS l
JOIN {products} AS q ON q.id = l.product
WHERE l.id IN (SELECT {key} FROM {accounts} AS a WHERE {label} = $account)
ORDER BY l.doubtful, l.to_lowest DESC, q.product
