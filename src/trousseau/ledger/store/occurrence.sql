-- A key met several times in a file is as many lines: first, second … in the order of the file's rows.
SELECT s.*, CAST(1 AS BIGINT) AS occurrence
FROM {staged} AS s
ANTI JOIN repeated AS r ON s.key_high = r.key_high AND s.key_low = r.key_low
UNION ALL
SELECT
    s.*,
    row_number() OVER (PARTITION BY s.key_high, s.key_low ORDER BY s."row", s.content) AS occurrence
FROM {staged} AS s
SEMI JOIN repeated AS r ON s.key_high = r.key_high AND s.key_low = r.key_low
