-- Lines of some product families, added up by account and month.
SELECT
    l.account,
    CAST(date_trunc('month', l.date) AS DATE) AS month,
    coalesce(sum(l.revenue), 0) AS revenue,
    coalesce(sum(l.cost), 0) AS cost,
    coalesce(sum(CASE WHEN l.cost IS NOT NULL THEN l.revenue END), 0) AS costed,
    count(*) AS lines,
    count(l.revenue) AS converted
FROM {lines} AS l
JOIN {families} AS f ON f.id = l.family
WHERE f.family IN (SELECT unnest($families::TEXT[]))
GROUP BY l.account, CAST(date_trunc('month', l.date) AS DATE)
