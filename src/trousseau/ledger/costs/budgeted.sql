-- The accounts budgets are of, each with its group and how many accounts that group has in scope.
SELECT account, name, "group", members
FROM (
    SELECT a.account, a.name, a."group", count(*) OVER (PARTITION BY coalesce('g' || a."group", 'a' || a.account)) AS members
    FROM {accounts} AS a
    WHERE a.id IN (SELECT account FROM (SELECT id AS account FROM {accounts}) AS everyone WHERE {condition})
) AS known
WHERE account IN (SELECT unnest($budgeted::TEXT[]))
ORDER BY account
