-- One row an account, from what the files called it: of each text the latest that is not empty (the greater of two
-- of one day), the first and last day of its lines. `numbered` gives each account its number.
SELECT
    n.id,
    n.account,
    coalesce(d.name, n.account) AS name,
    CASE WHEN d.coded THEN n.account END AS code,
    d."group",
    d.first,
    d.last
FROM numbered AS n
JOIN (
    SELECT
        account,
        max(customer) AS name,
        max(coded) AS coded,
        max("group") AS "group",
        min(first) AS first,
        max(last) AS last
    FROM (
        SELECT
            account, coded, first, last,
            CASE WHEN customer <> '' AND last = max(CASE WHEN customer <> '' THEN last END) OVER (PARTITION BY account)
                THEN customer END AS customer,
            CASE WHEN "group" <> '' AND last = max(CASE WHEN "group" <> '' THEN last END) OVER (PARTITION BY account)
                THEN "group" END AS "group"
        FROM identities
    ) AS latest
    GROUP BY account
) AS d ON d.account = n.account
ORDER BY n.id
