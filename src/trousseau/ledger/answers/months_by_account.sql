-- What each account bought each month, everywhere added up; sorted, so that one account is a small part of the file.
SELECT
    account,
    month,
    CAST(sum(revenue) AS DECIMAL(38, 4)) AS revenue,
    CAST(sum(cost) AS DECIMAL(38, 4)) AS cost,
    CAST(sum(costed) AS DECIMAL(38, 4)) AS costed,
    CAST(sum(lines) AS BIGINT) AS lines,
    CAST(sum(converted) AS BIGINT) AS converted,
    CAST(sum(costed_lines) AS BIGINT) AS costed_lines
FROM ({months})
GROUP BY account, month
ORDER BY account, month
