-- What each account's revenue in each place is made of, in scope: several rows a cell, to be added up.
SELECT account, place, revenue, cost, costed, lines, converted, costed_lines, NULL AS serve, NULL AS financing,
    NULL AS financed
FROM (
    SELECT account, place, sum(revenue) AS revenue, sum(cost) AS cost, sum(costed) AS costed, sum(lines) AS lines,
        sum(converted) AS converted, sum(costed_lines) AS costed_lines
    FROM {cells}
    GROUP BY account, place
) AS bought
WHERE lines > 0
UNION ALL
SELECT account, place, 0, 0, 0, 0, 0, 0, cost, NULL, NULL FROM {allotted} WHERE {condition}
UNION ALL
SELECT account, place, 0, 0, 0, 0, 0, 0, NULL, financing, financed FROM {owed} WHERE {condition}
