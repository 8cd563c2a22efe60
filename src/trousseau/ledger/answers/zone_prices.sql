-- What each account (or group) paid for each product in each zone: units and net revenue of the lines that have a
-- quantity (credit notes taken off), how many lines that is, and the revenue of those that have none.
SELECT
    {key} AS id,
    i.product,
    p.zone,
    CAST(sum(i.quantity) AS DECIMAL(38, 4)) AS quantity,
    CAST(sum(i.revenue - i.loose) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(i.loose) AS DECIMAL(38, 4)) AS loose,
    CAST(sum(i.counted) AS BIGINT) AS lines,
    CAST(sum(i.lines - i.counted) AS BIGINT) AS loose_lines
FROM {items} AS i
JOIN {accounts} AS a ON a.id = i.account
JOIN {places} AS p ON p.id = i.place
WHERE {wanted}
GROUP BY 1, 2, 3
