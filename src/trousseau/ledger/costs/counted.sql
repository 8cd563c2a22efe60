-- What can be counted in the sales lines themselves, by account. A document counts once a month it has a line in; lines
-- without a document number are in no order (`documented` says how many have one).
SELECT
    account,
    count(DISTINCT document) AS orders,
    count(*) AS lines,
    count(CASE WHEN amount < 0 THEN 1 END) AS credit_notes,
    count(document) AS documented
FROM {ledger}
WHERE {conditions}
GROUP BY account
