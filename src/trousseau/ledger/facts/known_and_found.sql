-- What is known of the months that did not change, and what was found in those that did.
SELECT account, customer, code, "group", min(first) AS first, max(last) AS last
FROM (
    SELECT
        account, customer, code, "group",
        CASE WHEN strftime(first, '%Y-%m') NOT IN ({changed}) THEN first END AS first,
        CASE WHEN strftime(last, '%Y-%m') NOT IN ({changed}) THEN last END AS last
    FROM {known}
    UNION ALL
    SELECT account, customer, code, "group", first, last FROM found
) AS both_of_them
GROUP BY account, customer, code, "group"
