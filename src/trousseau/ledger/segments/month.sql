-- The unknown columns of one month's lines, by account and column: the value of the latest line that has one (of one
-- day, the greater), and whether the account had several. `extra` is a JSON object of texts.
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
) AS told
WHERE value <> ''
GROUP BY account, "column"
