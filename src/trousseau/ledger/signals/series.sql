-- What every month of a window tells of every account.
SELECT s.account, f.month, s.revenue, s.costed, s.cost, s.orders, s.families, s.products
FROM {months} AS s
JOIN (SELECT unnest($files::TEXT[]) AS file, unnest($file_months::INTEGER[]) AS month) AS f ON f.file = s.filename
