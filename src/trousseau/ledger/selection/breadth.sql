-- In which quarters each account (or group) bought each family, or in each zone: one bit a quarter, the oldest lowest.
SELECT c.at, bit_or(CAST(1 AS BIGINT) << f.quarter) AS quarters
FROM (SELECT account, family, place, filename FROM {shelves} WHERE {condition}) AS s
JOIN (SELECT unnest($shelf_files::TEXT[]) AS file, unnest($shelf_quarters::INTEGER[]) AS quarter) AS f
    ON f.file = s.filename
JOIN {accounts} AS a ON a.id = s.account
JOIN clients AS c ON c.id = {key}
JOIN {what} AS w ON w.id = s.{column}
WHERE w.name <> ''
GROUP BY c.at, w.name
ORDER BY c.at
