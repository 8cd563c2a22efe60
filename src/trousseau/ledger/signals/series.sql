-- What every month of a window tells of every account.
SELECT
    s.account,
    f.month,
    CAST(s.revenue AS DOUBLE) AS revenue,
    CAST(s.costed AS DOUBLE) AS costed,
    CAST(s.cost AS DOUBLE) AS cost,
    s.orders,
    s.families,
    s.products
FROM {months} AS s
JOIN (SELECT unnest($files::TEXT[]) AS file, unnest($file_months::INTEGER[]) AS month) AS f ON f.file = s.filename
