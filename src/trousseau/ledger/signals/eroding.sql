-- The accounts of a scope that erode, most contribution lost first.
SELECT v.*
FROM {verdicts} AS v
JOIN {accounts} AS a ON a.account = v.account
WHERE v.eroding AND a.id IN (SELECT account FROM {cells})
ORDER BY v.lost DESC NULLS LAST, v.revenue DESC, v.account
