(SELECT
    0 AS account, 0 AS place, 0 AS family, 0 AS product, DATE '1970-01-01' AS date,
    CAST(0 AS DECIMAL(18, 4)) AS quantity, CAST(0 AS DECIMAL(18, 4)) AS amount,
    CAST(0 AS DECIMAL(18, 4)) AS revenue, CAST(0 AS DECIMAL(18, 4)) AS cost)
