-- The names met in a column; an empty text stands for lines without one.
SELECT coalesce({name}, '') AS {name} FROM (SELECT DISTINCT {name} FROM lines) AS met
