-- The rolling state: the monthly facts of twelve months, added up; or, over months that came (+) and months that
-- went (-), what is to be added to the last state. `parts` holds those months.
SELECT
    account,
    place,
    CAST(sum(revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(cost) AS DECIMAL(38, 4)) AS cost,
    CAST(sum(costed) AS DECIMAL(38, 4)) AS costed,
    CAST(sum(stranded) AS DECIMAL(38, 4)) AS stranded,
    CAST(sum(lines) AS BIGINT) AS lines,
    CAST(sum(converted) AS BIGINT) AS converted,
    CAST(sum(costed_lines) AS BIGINT) AS costed_lines
FROM parts
GROUP BY account, place
HAVING sum(lines) <> 0 OR sum(revenue) <> 0 OR sum(cost) <> 0 OR sum(costed) <> 0 OR sum(stranded) <> 0
    OR sum(converted) <> 0 OR sum(costed_lines) <> 0
