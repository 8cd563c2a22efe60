-- The rolling state: the monthly facts of the last twelve months and of the twelve before, added up. `parts` holds
-- either all those months, or the last state and what changed since: months that came (+) and months that went (-).
SELECT
    account,
    place,
    CAST(sum(revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(previous) AS DECIMAL(38, 4)) AS previous,
    CAST(sum(cost) AS DECIMAL(38, 4)) AS cost,
    CAST(sum(costed) AS DECIMAL(38, 4)) AS costed,
    CAST(sum(stranded) AS DECIMAL(38, 4)) AS stranded,
    CAST(sum(lines) AS BIGINT) AS lines,
    CAST(sum(converted) AS BIGINT) AS converted,
    CAST(sum(costed_lines) AS BIGINT) AS costed_lines,
    CAST(sum(previous_lines) AS BIGINT) AS previous_lines
FROM parts
GROUP BY account, place
HAVING sum(lines) <> 0 OR sum(previous_lines) <> 0
