-- The columns of one month's lines that may be a segment, by account and column: the value of the latest line that has
-- one (of one day, the greater), and whether the account had several. `extra` is a JSON object of texts, of columns that
-- mean nothing to the ledger; of those that do, division, family and zone, a colon before their name.
SELECT
    account,
    "column",
    max_by(value, (date, value)) AS value,
    max(date) AS date,
    min(value) <> max(value) AS several
FROM (
    SELECT account, date, entry.key AS "column", trim(entry.value) AS value
    FROM (
        SELECT account, date, unnest(map_entries(TRY_CAST(TRY_CAST(extra AS JSON) AS MAP(VARCHAR, VARCHAR)))) AS entry
        FROM {lines}
        WHERE extra IS NOT NULL
    ) AS entries
    UNION ALL
    SELECT account, date, ':division' AS "column", trim(division) AS value FROM {lines} WHERE division IS NOT NULL
    UNION ALL
    SELECT account, date, ':family' AS "column", trim(family) AS value FROM {lines} WHERE family IS NOT NULL
    UNION ALL
    SELECT account, date, ':zone' AS "column", trim(zone) AS value FROM {lines} WHERE zone IS NOT NULL
) AS told
WHERE value <> ''
GROUP BY account, "column"
