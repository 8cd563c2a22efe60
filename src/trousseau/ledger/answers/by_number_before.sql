SELECT
    account, {number}, 0 AS revenue, 0 AS cost, 0 AS costed, 0 AS lines, 0 AS converted, 0 AS costed_lines,
    coalesce(sum(revenue), 0) AS previous, count(*) AS previous_lines
FROM {lines}
GROUP BY account, {number}
