-- What is known of the months that did not change, and what was found in those that did.
SELECT account, customer, "group", coded, min(first) AS first, max(last) AS last
FROM (
    SELECT
        account, customer, "group", coded,
        CASE WHEN date_trunc('month', first) IN ({changed}) THEN NULL ELSE first END AS first,
        CASE WHEN date_trunc('month', last) IN ({changed}) THEN NULL ELSE last END AS last
    FROM {known}
    UNION ALL
    SELECT account, customer, "group", coded, first, last FROM found
) AS both_of_them
GROUP BY account, customer, "group", coded
