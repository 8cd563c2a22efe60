WITH sums AS (
    SELECT {key} AS id, {label} AS label, f.month, sum(m.revenue) AS revenue
    FROM {sums} AS m
    JOIN (SELECT unnest($files::TEXT[]) AS file, unnest($file_months::DATE[]) AS month) AS f ON f.file = m.file
    JOIN {accounts} AS a ON a.id = m.account
    GROUP BY 1, 2, 3
),
grid AS (
    SELECT s.id, s.label, m.month
    FROM (SELECT DISTINCT id, label FROM sums WHERE {only}) AS s
    CROSS JOIN (SELECT unnest($wanted_months::DATE[]) AS month) AS m
)
SELECT
    min(g.label) AS account,
    list(
        CASE WHEN g.month >= $begins THEN CAST(coalesce(s.revenue, 0) AS DECIMAL(38, 4)) END ORDER BY g.month
    ) AS revenue
FROM grid AS g
LEFT JOIN sums AS s ON s.id = g.id AND s.month = g.month
GROUP BY g.id
ORDER BY 1
