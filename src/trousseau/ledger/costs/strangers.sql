-- Accounts the tables tell of and the sales lines do not know.
SELECT DISTINCT account FROM {told} AS t WHERE account NOT IN (SELECT account FROM {accounts}) ORDER BY account
