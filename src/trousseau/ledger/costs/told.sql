-- The quantities told, shared out over the months of a window (`months`: month, start, until; a cut month from and to
-- the days the window has). A row that reaches over several months gives each what falls due by its last day, less what
-- had fallen due before it: rounded to 4 decimals, halves away from zero, and yet the months add up to the row exactly.
-- Of several tables (`files`: file, age) the newest that knows an account, driver and month says it.
SELECT account, driver, month, age, quantity, through, before, through - before AS shared, days
FROM (
    SELECT
        *,
        max(age) OVER (PARTITION BY account, driver, month) AS newest
    FROM (
        SELECT
            d.account,
            d.driver,
            m.month,
            f.age,
            CAST(d.quantity * 10000 AS HUGEINT) AS quantity,
            date_diff('day', d.start, greatest(d.start, m.start)) AS before,
            date_diff('day', d.start, least(d."end", m.until)) + 1 AS through,
            date_diff('day', d.start, d."end") + 1 AS days
        FROM {told} AS d
        JOIN files AS f ON f.file = d.filename
        JOIN months AS m ON d.start <= m.until AND m.start <= d."end"
    ) AS shared_out
) AS aged
WHERE age = newest
