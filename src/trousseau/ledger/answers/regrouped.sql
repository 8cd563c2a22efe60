SELECT
    a.id, a.account, a.name, a.code,
    CASE WHEN m.account IS NULL THEN a."group" ELSE nullif(m."group", '') END AS "group",
    a.first, a.last
FROM {accounts} AS a
LEFT JOIN (SELECT unnest($mapped_accounts) AS account, unnest($mapped_groups) AS "group") AS m
    ON m.account = a.account
