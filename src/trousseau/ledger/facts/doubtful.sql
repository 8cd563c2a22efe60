-- How many identities had their first or last day in a month that changed, and are no longer met that early or late
-- in the months that changed: their days can only be found by reading every month.
SELECT count(*)
FROM {known} AS o
LEFT JOIN found AS f
    ON o.account = f.account AND o.customer = f.customer AND o.code = f.code AND o."group" = f."group"
WHERE (strftime(o.first, '%Y-%m') IN ({changed}) AND (f.first IS NULL OR f.first > last_day(o.first)))
    OR (strftime(o.last, '%Y-%m') IN ({changed}) AND (f.last IS NULL OR f.last < date_trunc('month', o.last)))
