-- The prices of some accounts over a window, by month.
SELECT p.account, p.place, p.product, f.month, p.price, p.weight
FROM {prices} AS p
JOIN (SELECT unnest($files::TEXT[]) AS file, unnest($file_months::INTEGER[]) AS month) AS f ON f.file = p.filename
WHERE p.account >= $from_account AND p.account < $to_account AND p.account % $step = 0
