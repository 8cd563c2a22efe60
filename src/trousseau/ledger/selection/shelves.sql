-- What each account bought of each product family in each place in one month; returns alone are no purchase.
SELECT account, place, family
FROM {lines}
WHERE revenue > 0
GROUP BY account, place, family
ORDER BY account, place, family
