SELECT
    w.month,
    CAST(coalesce(sum(m.revenue), 0) AS DECIMAL(38, 4)) AS revenue,
    CASE WHEN sum(m.costed_lines) > 0 THEN CAST(sum(m.cost) AS DECIMAL(38, 4)) END AS cost,
    CAST(coalesce(sum(m.costed), 0) AS DECIMAL(38, 4)) AS costed,
    CAST(coalesce(sum(m.lines), 0) AS BIGINT) AS lines,
    CAST(coalesce(sum(m.lines - m.converted), 0) AS BIGINT) AS unconverted
FROM (SELECT unnest($wanted::DATE[]) AS month) AS w
LEFT JOIN (SELECT unnest($files::TEXT[]) AS file, unnest($file_months::DATE[]) AS month) AS f ON f.month = w.month
LEFT JOIN {sums} AS m ON m.file = f.file
GROUP BY w.month
ORDER BY w.month
