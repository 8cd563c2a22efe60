-- Which families and which zones each account (or group) bought in each quarter.
SELECT DISTINCT c.at, f.quarter, s.{what} AS what
FROM (
    SELECT s.account, s.filename AS file, nullif(g.family, '') AS family, nullif(p.zone, '') AS zone
    FROM {shelves} AS s
    JOIN {families} AS g ON g.id = s.family
    JOIN {places} AS p ON p.id = s.place
    WHERE {condition}
) AS s
JOIN (SELECT unnest($shelf_files::TEXT[]) AS file, unnest($shelf_quarters::INTEGER[]) AS quarter) AS f ON f.file = s.file
JOIN {accounts} AS a ON a.id = s.account
JOIN clients AS c ON c.id = {key}
WHERE s.{what} IS NOT NULL
ORDER BY 1, 3, 2
