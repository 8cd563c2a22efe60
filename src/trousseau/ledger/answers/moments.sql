-- The HHI of each window over the parts of a dimension, and the share of its first part; null where there is no revenue.
SELECT
    stop,
    CASE WHEN sum(revenue) > 0 THEN sum(revenue * revenue) / (sum(revenue) * sum(revenue)) END AS hhi,
    CASE WHEN sum(revenue) > 0 THEN max(revenue) / sum(revenue) END AS first,
    max(part <> '') AS named
FROM (
    SELECT w.stop, CAST({part} AS VARCHAR) AS part, CAST(sum(w.revenue) AS DOUBLE) AS revenue
    FROM {windows} AS w
    JOIN {accounts} AS a ON a.id = w.account
    JOIN {places} AS p ON p.id = w.place
    GROUP BY 1, 2
)
GROUP BY stop
ORDER BY stop
