SELECT account, count(DISTINCT document) AS documents
FROM {ledger}
WHERE {conditions}
GROUP BY account
ORDER BY account
