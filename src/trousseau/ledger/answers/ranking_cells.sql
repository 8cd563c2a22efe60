-- The cells of a check-up, for its statistics: ten-thousandths as whole numbers, so that adding them up in any order
-- gives the same float.
SELECT
    c.account, c.place,
    round(CAST(c.revenue AS DOUBLE) * 10000) AS amount,
    CAST(c.converted AS DOUBLE) AS converted
FROM {cells} AS c
