(SELECT
    0 AS account, 0 AS place, CAST(0 AS DECIMAL(38, 4)) AS revenue, CAST(0 AS DECIMAL(38, 4)) AS previous,
    CAST(0 AS DECIMAL(38, 4)) AS cost, CAST(0 AS DECIMAL(38, 4)) AS costed, CAST(0 AS DECIMAL(38, 4)) AS stranded,
    CAST(0 AS BIGINT) AS lines, CAST(0 AS BIGINT) AS converted, CAST(0 AS BIGINT) AS costed_lines,
    CAST(0 AS BIGINT) AS previous_lines)
