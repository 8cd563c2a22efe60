-- What each account (or group) bought of each family in each place, from the items of a period.
SELECT
    min({label}) AS account,
    p.zone,
    p.division,
    p.currency,
    f.family,
    CAST(sum(i.revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(i.costed) AS DECIMAL(38, 4)) AS costed,
    CASE WHEN sum(i.costed_lines) > 0 THEN CAST(sum(i.cost) AS DECIMAL(38, 4)) END AS cost
FROM {items} AS i
JOIN {accounts} AS a ON a.id = i.account
JOIN {places} AS p ON p.id = i.place
JOIN {families} AS f ON f.id = i.family
GROUP BY {key}, p.zone, p.division, p.currency, f.family
ORDER BY account, p.zone, p.division, p.currency, f.family
