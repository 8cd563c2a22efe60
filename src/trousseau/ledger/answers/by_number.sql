SELECT
    account, {number}, sum(revenue) AS revenue, coalesce(sum(cost), 0) AS cost,
    sum(CASE WHEN cost IS NOT NULL THEN revenue ELSE 0 END) AS costed,
    count(*) AS lines, count(revenue) AS converted, count(cost) AS costed_lines, 0 AS previous, 0 AS previous_lines
FROM {lines}
GROUP BY account, {number}
