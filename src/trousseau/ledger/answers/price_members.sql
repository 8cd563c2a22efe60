-- The accounts of the ledger that make a row.
SELECT a.account FROM {accounts} AS a WHERE {label} = $account ORDER BY a.account
