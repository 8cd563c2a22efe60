-- What one unit of each currency was worth over the earlier period: on average over what was sold (absolute amounts, so
-- that credit notes do not distort it), else on average of the days; and between which rates it moved.
SELECT
    c.currency,
    coalesce(s.rate, d.rate) AS rate,
    coalesce(d.low, s.rate) * 0.999 AS low,
    coalesce(d.high, s.rate) * 1.001 AS high
FROM (SELECT DISTINCT currency FROM {places}) AS c
LEFT JOIN (
    SELECT
        p.currency,
        sum(CAST(abs(i.revenue) AS DOUBLE)) / nullif(sum(CAST(abs(i.amount) AS DOUBLE)), 0) AS rate
    FROM {before} AS i JOIN {places} AS p ON p.id = i.place
    GROUP BY p.currency
) AS s ON s.currency = c.currency
LEFT JOIN (
    SELECT currency, avg(near) AS rate, min(near) AS low, max(near) AS high
    FROM {rates}
    WHERE date BETWEEN DATE '{start}' AND DATE '{end}'
    GROUP BY currency
) AS d ON d.currency = c.currency
ORDER BY c.currency
