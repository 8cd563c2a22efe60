-- What each account (or group) bought of each family in each zone: revenue, and cost of the lines that have one.
SELECT
    n.account, n.name, c.zone, c.family, c.revenue, c.cost, c.costed
FROM (
    SELECT
        {key} AS id, p.zone, f.family,
        sum(CAST(i.revenue AS DOUBLE)) AS revenue,
        sum(CAST(i.cost AS DOUBLE)) AS cost,
        sum(CAST(i.costed AS DOUBLE)) AS costed
    FROM {items} AS i
    JOIN {accounts} AS a ON a.id = i.account
    JOIN {places} AS p ON p.id = i.place
    JOIN {families} AS f ON f.id = i.family
    GROUP BY 1, 2, 3
) AS c
JOIN (SELECT {key} AS id, min({label}) AS account, min({name}) AS name FROM {accounts} AS a GROUP BY 1) AS n
    ON n.id = c.id
ORDER BY n.account, c.zone, c.family
