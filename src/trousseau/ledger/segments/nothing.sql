-- No month: a table of no rows with the columns of one.
SELECT '' AS account, '' AS "column", '' AS value, DATE '1970-01-01' AS date, false AS several WHERE false
