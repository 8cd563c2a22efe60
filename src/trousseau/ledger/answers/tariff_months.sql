-- The revenue of each zone month by month: how much of a period is left after a day.
SELECT p.zone, f.month, sum(CAST(m.revenue AS DOUBLE)) AS revenue
FROM {sums} AS m
JOIN (SELECT unnest($files::TEXT[]) AS file, unnest($file_months::DATE[]) AS month) AS f ON f.file = m.file
JOIN {places} AS p ON p.id = m.place
GROUP BY 1, 2
ORDER BY 1, 2
