SELECT
    min({label}) AS account,
    list_sort(list(DISTINCT p.zone) FILTER (p.zone <> '')) AS zones,
    list_sort(list(DISTINCT p.division) FILTER (p.division <> '')) AS divisions,
    list_sort(list(DISTINCT p.currency) FILTER (p.currency <> '')) AS currencies
FROM (SELECT account, place FROM {cells} GROUP BY account, place HAVING sum(lines) > 0) AS c
JOIN {accounts} AS a ON a.id = c.account
JOIN {places} AS p ON p.id = c.place
GROUP BY {key}
ORDER BY 1
