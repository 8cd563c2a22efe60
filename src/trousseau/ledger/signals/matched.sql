-- The prices of a window that can be compared: products an account bought in the same place in two months or more.
SELECT
    p.account,
    l.currency,
    dense_rank() OVER (ORDER BY p.account, p.place, p.product) - 1 AS item,
    p.month,
    p.price,
    p.weight
FROM (
    SELECT *, count(*) OVER (PARTITION BY account, place, product) AS months
    FROM (
        SELECT p.account, p.place, p.product, p.price, p.weight, f.month
        FROM {prices} AS p
        JOIN (SELECT unnest($files::TEXT[]) AS file, unnest($file_months::INTEGER[]) AS month) AS f
            ON f.file = p.filename
    )
    WHERE account >= $from_account AND account < $to_account AND account % $step = 0
) AS p
JOIN {places} AS l ON l.id = p.place
WHERE p.months >= 2
