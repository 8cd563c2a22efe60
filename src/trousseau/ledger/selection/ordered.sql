-- On how many days each account (or group) ordered in each quarter; a customer is seen whole, whatever the scope.
SELECT c.at, f.quarter, count(DISTINCT d.date) AS orders
FROM {days} AS d
JOIN (SELECT unnest($day_files::TEXT[]) AS file, unnest($day_quarters::INTEGER[]) AS quarter) AS f ON f.file = d.filename
JOIN {accounts} AS a ON a.id = d.account
JOIN clients AS c ON c.id = {key}
GROUP BY 1, 2
