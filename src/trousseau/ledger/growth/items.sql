-- The bridge of each item (account × place × product), in the base currency, exact: rounded where it divides, and what
-- is left by rounding is in the next term. `taken_up` and `dropped` are items of one period only; `loose_*` is what
-- cannot be parted into price and quantity: lines without a quantity or a product, or without one in either period,
-- and quantities that come to nothing. `constant` is what is sold now at the rates of before; `unrated` the part for
-- which no such rate is known, left at the rates of now.
WITH before AS (
    SELECT
        account, place, product, sum(quantity) AS quantity, sum(amount) AS amount, sum(revenue) AS revenue,
        sum(loose) AS loose, sum(loose_amount) AS loose_amount, sum(lines) AS lines
    FROM {before} GROUP BY account, place, product
),
now AS (
    SELECT
        account, place, product, sum(quantity) AS quantity, sum(amount) AS amount, sum(revenue) AS revenue,
        sum(loose) AS loose, sum(loose_amount) AS loose_amount, sum(lines) AS lines
    FROM {now} GROUP BY account, place, product
),
both_periods AS (
    SELECT
        coalesce(b.account, n.account) AS account,
        coalesce(b.place, n.place) AS place,
        coalesce(b.product, n.product) AS product,
        coalesce(b.lines, 0) AS lines_before,
        coalesce(n.lines, 0) AS lines_now,
        coalesce(b.quantity, 0) AS counted_before,
        coalesce(n.quantity, 0) AS counted_now,
        coalesce(b.revenue, 0) AS previous,
        coalesce(n.revenue, 0) AS current,
        coalesce(b.amount, 0) AS amount_before,
        coalesce(n.amount, 0) AS amount_now,
        coalesce(b.loose, 0) AS uncounted_before,
        coalesce(n.loose, 0) AS uncounted_now,
        coalesce(b.loose_amount, 0) AS uncounted_amount_before,
        coalesce(n.loose_amount, 0) AS uncounted_amount_now
    FROM before AS b
    FULL JOIN now AS n ON n.account = b.account AND n.place = b.place AND n.product = b.product
),
judged AS (
    SELECT
        i.*,
        q.product <> ''
            AND (i.counted_before <> 0 OR i.previous = 0)
            AND (i.counted_now <> 0 OR i.current = 0) AS divisible,
        {in_base} AS in_base,
        CASE
            WHEN {in_base} THEN 1.0
            WHEN i.amount_before <> 0
                AND CAST(i.previous AS DOUBLE) / CAST(i.amount_before AS DOUBLE) BETWEEN r.low AND r.high
                THEN CAST(i.previous AS DOUBLE) / CAST(i.amount_before AS DOUBLE)
            ELSE r.rate
        END AS rate
    FROM both_periods AS i
    JOIN {products} AS q ON q.id = i.product
    JOIN {places} AS p ON p.id = i.place
    LEFT JOIN {average_rates} AS r ON r.currency = p.currency
),
parted AS (
    SELECT
        account, place, product, lines_before, lines_now, previous, current,
        CASE WHEN divisible THEN counted_before ELSE 0 END AS quantity_before,
        CASE WHEN divisible THEN counted_now ELSE 0 END AS quantity_now,
        CASE WHEN divisible THEN previous - uncounted_before ELSE 0 END AS value_before,
        CASE WHEN divisible THEN amount_before - uncounted_amount_before ELSE 0 END AS amount_before,
        CASE WHEN divisible THEN amount_now - uncounted_amount_now ELSE 0 END AS amount_now,
        CASE WHEN divisible THEN uncounted_before ELSE previous END AS loose_before,
        CASE WHEN in_base OR rate IS NULL THEN current - CASE WHEN divisible THEN uncounted_now ELSE current END
            WHEN divisible
                THEN CAST(round(CAST(amount_now - uncounted_amount_now AS DOUBLE) * rate, 4) AS DECIMAL(38, 4))
            ELSE 0
        END AS value_now,
        CASE
            WHEN in_base OR rate IS NULL THEN CASE WHEN divisible THEN uncounted_now ELSE current END
            WHEN divisible THEN CAST(round(CAST(uncounted_amount_now AS DOUBLE) * rate, 4) AS DECIMAL(38, 4))
            ELSE CAST(round(CAST(amount_now AS DOUBLE) * rate, 4) AS DECIMAL(38, 4))
        END AS loose_now,
        CASE WHEN rate IS NULL AND NOT in_base THEN current ELSE 0 END AS unrated
    FROM judged
),
weighed AS (
    SELECT
        *,
        quantity_before <> 0 AND quantity_now <> 0 AS kept,
        quantity_before > 0 AND quantity_now > 0 AS basket,
        CASE
            WHEN quantity_before <> 0 AND quantity_now <> 0
                THEN CAST(round(
                    CAST(value_before AS DOUBLE) * CAST(quantity_now AS DOUBLE) / CAST(quantity_before AS DOUBLE), 4
                ) AS DECIMAL(38, 4))
            ELSE 0
        END AS repriced,
        sum(CASE WHEN quantity_before > 0 AND quantity_now > 0 THEN quantity_before ELSE 0 END)
            OVER (PARTITION BY account, place) AS units_before,
        sum(CASE WHEN quantity_before > 0 AND quantity_now > 0 THEN quantity_now ELSE 0 END)
            OVER (PARTITION BY account, place) AS units_now
    FROM parted
),
scaled AS (
    SELECT
        *,
        CASE WHEN kept THEN repriced - value_before ELSE 0 END AS effect,
        CASE
            WHEN basket
                THEN CAST(round(
                    CAST(value_before AS DOUBLE) * CAST(units_now - units_before AS DOUBLE)
                    / CAST(units_before AS DOUBLE), 4
                ) AS DECIMAL(38, 4))
        END AS sized
    FROM weighed
)
SELECT
    account,
    place,
    product,
    quantity_before,
    quantity_now,
    amount_before,
    amount_now,
    CAST(previous AS DECIMAL(38, 4)) AS previous,
    CAST(current AS DECIMAL(38, 4)) AS current,
    CAST(value_now + loose_now AS DECIMAL(38, 4)) AS constant,
    CAST(CASE WHEN kept THEN value_now - repriced ELSE 0 END AS DECIMAL(38, 4)) AS price,
    CAST(CASE WHEN basket AND abs(effect - sized) > 0.0001 THEN sized ELSE effect END AS DECIMAL(38, 4)) AS volume,
    CAST(CASE WHEN basket AND abs(effect - sized) > 0.0001 THEN effect - sized ELSE 0 END AS DECIMAL(38, 4)) AS mix,
    CAST(CASE WHEN kept THEN 0 ELSE value_now END AS DECIMAL(38, 4)) AS taken_up,
    CAST(CASE WHEN kept THEN 0 ELSE value_before END AS DECIMAL(38, 4)) AS dropped,
    CAST(loose_before AS DECIMAL(38, 4)) AS loose_before,
    CAST(loose_now AS DECIMAL(38, 4)) AS loose_now,
    CAST(unrated AS DECIMAL(38, 4)) AS unrated,
    CAST(lines_before AS BIGINT) AS lines_before,
    CAST(lines_now AS BIGINT) AS lines_now
FROM scaled
