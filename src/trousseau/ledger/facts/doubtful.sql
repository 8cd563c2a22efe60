-- How many identities had their first or last day in a month that changed, and are no longer met that early or late
-- in the months that changed: their days can only be found by reading every month.
SELECT count(*)
FROM (
    SELECT
        *,
        date_trunc('month', first) IN ({changed}) AS first_changed,
        date_trunc('month', last) IN ({changed}) AS last_changed
    FROM {known}
) AS o
LEFT JOIN found AS f
    ON o.account = f.account AND o.customer = f.customer AND o."group" = f."group" AND o.coded = f.coded
WHERE (o.first_changed AND (f.first IS NULL OR f.first > last_day(o.first)))
    OR (o.last_changed AND (f.last IS NULL OR f.last < date_trunc('month', o.last)))
