-- How many distinct documents each account has a line of in each month.
SELECT
    account,
    CAST(date_trunc('month', date) AS DATE) AS month,
    CAST(count(DISTINCT document) AS BIGINT) AS orders
FROM {ledger}
WHERE {conditions}
GROUP BY account, CAST(date_trunc('month', date) AS DATE)
ORDER BY 1, 2
