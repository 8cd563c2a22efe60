-- The accounts (or groups) of a scope that ever had a line in the months asked for, by name of the account.
SELECT {key} AS id, min({label}) AS account, min({name}) AS name
FROM {accounts} AS a
WHERE a.id IN (SELECT DISTINCT account FROM {sums})
GROUP BY 1
ORDER BY account, name
