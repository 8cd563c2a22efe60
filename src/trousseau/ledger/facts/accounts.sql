-- One row an account, from what the files called it: of each text the latest that is not empty (the greater of two
-- of one day), the first and last day of its lines. `numbered` gives each account its number.
SELECT
    n.id,
    n.account,
    coalesce(a.name, n.account) AS name,
    c.code,
    g."group",
    d.first,
    d.last
FROM numbered AS n
JOIN (SELECT account, min(first) AS first, max(last) AS last FROM identities GROUP BY account) AS d
    ON d.account = n.account
LEFT JOIN (
    SELECT account, customer AS name FROM (
        SELECT account, customer, row_number() OVER (PARTITION BY account ORDER BY last DESC, customer DESC) AS place
        FROM identities WHERE customer <> ''
    ) AS x WHERE place = 1
) AS a ON a.account = n.account
LEFT JOIN (
    SELECT account, code FROM (
        SELECT account, code, row_number() OVER (PARTITION BY account ORDER BY last DESC, code DESC) AS place
        FROM identities WHERE code <> ''
    ) AS x WHERE place = 1
) AS c ON c.account = n.account
LEFT JOIN (
    SELECT account, "group" FROM (
        SELECT account, "group", row_number() OVER (PARTITION BY account ORDER BY last DESC, "group" DESC) AS place
        FROM identities WHERE "group" <> ''
    ) AS x WHERE place = 1
) AS g ON g.account = n.account
ORDER BY n.id
