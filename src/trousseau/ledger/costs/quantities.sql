-- Quantity of each account, driver and month: volumes and amounts added up, levels averaged over the days told.
SELECT
    a.id AS account,
    t.driver,
    t.month,
    CAST(CAST(
        CASE
            WHEN k.kind = 'level' THEN
                sign(sum(t.quantity * t.shared))
                * ((2 * abs(sum(t.quantity * t.shared)) + sum(t.shared)) // (2 * sum(t.shared)))
            ELSE sum(
                sign(t.quantity) * (
                    (2 * abs(t.quantity) * t.through + t.days) // (2 * t.days)
                    - (2 * abs(t.quantity) * t.before + t.days) // (2 * t.days)
                )
            )
        END AS DECIMAL(38, 0)
    ) * CAST(0.0001 AS DECIMAL(5, 4)) AS DECIMAL(18, 4)) AS quantity
FROM {told} AS t
JOIN kinds AS k ON k.driver = t.driver
JOIN accounts AS a ON a.account = t.account
GROUP BY a.id, t.driver, t.month, k.kind
