-- What one month tells of each account, worked out once for the month. Orders are distinct documents that sell
-- something; a line without a document is of the day it bears. `costed` is the revenue of the lines that have a cost.
WITH sold AS (
    SELECT
        l.account,
        sum(l.revenue) AS revenue,
        sum(CASE WHEN l.cost IS NOT NULL THEN l.revenue END) AS costed,
        sum(l.cost) AS cost,
        count(DISTINCT CASE WHEN l.revenue > 0 THEN nullif(f.family, '') END) AS families,
        count(DISTINCT CASE WHEN l.revenue > 0 THEN nullif(q.product, '') END) AS products
    FROM {lines} AS l
    JOIN {families} AS f ON f.id = l.family
    JOIN {products} AS q ON q.id = l.product
    WHERE l.revenue IS NOT NULL
    GROUP BY l.account
),
ordered AS (
    SELECT a.id AS account, count(DISTINCT coalesce(l.document, CAST(l.date AS TEXT))) AS orders
    FROM {ledger} AS l
    JOIN {accounts} AS a ON a.account = l.account
    WHERE l.amount > 0
    GROUP BY a.id
)
SELECT
    s.account,
    CAST(s.revenue AS DECIMAL(38, 4)) AS revenue,
    CAST(s.costed AS DECIMAL(38, 4)) AS costed,
    CAST(s.cost AS DECIMAL(38, 4)) AS cost,
    CAST(coalesce(o.orders, 0) AS INTEGER) AS orders,
    CAST(s.families AS INTEGER) AS families,
    CAST(s.products AS INTEGER) AS products
FROM sold AS s
LEFT JOIN ordered AS o ON o.account = s.account
ORDER BY s.account
