-- What the files call each account, with the first and last day they do. Empty texts stand for what is not given.
-- An account is known by its code where it has one (`coded`), so the code itself need not be looked at.
SELECT
    account,
    coalesce(customer, '') AS customer,
    coalesce("group", '') AS "group",
    coded,
    first,
    last
FROM (
    SELECT account, customer, "group", code IS NOT NULL AS coded, min(date) AS first, max(date) AS last
    FROM lines
    GROUP BY account, customer, "group", code IS NOT NULL
) AS met
