SELECT
    min({label}) AS account,
    list_sort(list(DISTINCT p.zone) FILTER (p.zone <> '')) AS zones,
    list_sort(list(DISTINCT p.division) FILTER (p.division <> '')) AS divisions,
    list_sort(list(DISTINCT p.currency) FILTER (p.currency <> '')) AS currencies
FROM {cells} AS c
JOIN {accounts} AS a ON a.id = c.account
JOIN {places} AS p ON p.id = c.place
WHERE c.lines > 0
GROUP BY {key}
ORDER BY 1
