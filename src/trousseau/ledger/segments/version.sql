-- Of all months together: the latest value of each account in each column of the lines.
SELECT
    account,
    "column",
    max_by(value, (date, value)) AS value,
    bool_or(several) OR min(value) <> max(value) AS several
FROM {months}
GROUP BY account, "column"
ORDER BY "column", account
