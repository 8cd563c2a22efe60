-- What the files call each account, with the first and last day they do. Empty texts stand for what is not given.
SELECT
    account,
    coalesce(customer, '') AS customer,
    coalesce(code, '') AS code,
    coalesce("group", '') AS "group",
    min(date) AS first,
    max(date) AS last
FROM lines
GROUP BY 1, 2, 3, 4
