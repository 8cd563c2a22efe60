-- The cost of each account and driver, shared out to the places where the account bought, in proportion to its revenue
-- there (places without revenue take nothing; equal shares where none has any). Each share is rounded to 4 decimals and
-- what is left goes to the largest, so that they add up to the account's figure. An account that bought nothing has the
-- place -1.
WITH weighed AS (
    SELECT
        account,
        place,
        CASE WHEN together > 0 THEN weight ELSE 1 END AS weight,
        CASE WHEN together > 0 THEN together ELSE places END AS together,
        row_number() OVER (PARTITION BY account ORDER BY weight DESC, place) AS size
    FROM (
        SELECT
            *,
            sum(weight) OVER (PARTITION BY account) AS together,
            count(*) OVER (PARTITION BY account) AS places
        FROM (
            SELECT account, place, greatest(CAST(sum(revenue) * 10000 AS HUGEINT), 0) AS weight
            FROM {cells}
            GROUP BY account, place
            HAVING sum(converted) > 0
        ) AS bought
    ) AS compared
),
shared AS (
    SELECT
        s.account,
        s.driver,
        coalesce(w.place, -1) AS place,
        coalesce(w.size, 1) AS size,
        s.cost,
        CASE
            WHEN w.place IS NULL THEN s.cost
            ELSE sign(s.cost) * ((2 * abs(s.cost) * w.weight + w.together) // (2 * w.together))
        END AS share
    FROM (
        SELECT account, driver, CAST(cost * 10000 AS HUGEINT) AS cost FROM {served} WHERE cost IS NOT NULL
    ) AS s
    LEFT JOIN weighed AS w ON w.account = s.account
)
SELECT
    account,
    place,
    driver,
    CAST(
        CAST(
            share + CASE WHEN size = 1 THEN cost - sum(share) OVER (PARTITION BY account, driver) ELSE 0 END
            AS DECIMAL(38, 0)
        ) * CAST(0.0001 AS DECIMAL(5, 4)) AS DECIMAL(38, 4)
    ) AS cost
FROM shared
