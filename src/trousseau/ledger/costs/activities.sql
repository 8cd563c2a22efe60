-- What each account (or group) used of each driver, and the part of its cost that falls into the scope.
SELECT
    min({label}) AS account,
    s.driver,
    CAST(
        CASE WHEN s.driver IN (SELECT unnest($levels::TEXT[])) THEN avg(s.quantity) ELSE sum(s.quantity) END
        AS DECIMAL(38, 4)
    ) AS quantity,
    CAST(sum(l.cost) AS DECIMAL(38, 4)) AS cost
FROM (SELECT * FROM {served} WHERE {reach}) AS s
JOIN {accounts} AS a ON a.id = s.account
LEFT JOIN (
    SELECT account, driver, sum(cost) AS cost FROM {allotted} WHERE {condition} GROUP BY account, driver
) AS l ON l.account = s.account AND l.driver = s.driver
GROUP BY {key}, s.driver
ORDER BY account, s.driver, {key}
