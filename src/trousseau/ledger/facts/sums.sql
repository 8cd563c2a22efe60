-- Monthly facts: what each account bought in each place, added up. `converted` and `costed_lines` tell a sum of
-- nothing from a sum that is 0; `stranded` is the amount, as it stands, of lines that could not be converted.
SELECT
    account,
    place,
    CAST(coalesce(sum(revenue), 0) AS DECIMAL(38, 4)) AS revenue,
    CAST(coalesce(sum(cost), 0) AS DECIMAL(38, 4)) AS cost,
    CAST(coalesce(sum(CASE WHEN cost IS NOT NULL THEN revenue END), 0) AS DECIMAL(38, 4)) AS costed,
    CAST(coalesce(sum(CASE WHEN revenue IS NULL THEN amount END), 0) AS DECIMAL(38, 4)) AS stranded,
    count(*) AS lines,
    count(revenue) AS converted,
    count(cost) AS costed_lines
FROM prepared
GROUP BY account, place
