-- The columns there are, with how many accounts have a value, how many values, how many accounts changed.
SELECT
    "column",
    count(*) AS accounts,
    count(DISTINCT value) AS "values",
    count(CASE WHEN several THEN 1 END) AS changing
FROM {values}
GROUP BY "column"
ORDER BY "column"
