-- The bridge of each account in each place.
SELECT
    account,
    place,
    CAST(sum(previous) AS DECIMAL(38, 4)) AS previous,
    CAST(sum(current) AS DECIMAL(38, 4)) AS current,
    CAST(sum(constant) AS DECIMAL(38, 4)) AS constant,
    CAST(sum(price) AS DECIMAL(38, 4)) AS price,
    CAST(sum(volume) AS DECIMAL(38, 4)) AS volume,
    CAST(sum(mix) AS DECIMAL(38, 4)) AS mix,
    CAST(sum(taken_up) AS DECIMAL(38, 4)) AS taken_up,
    CAST(sum(dropped) AS DECIMAL(38, 4)) AS dropped,
    CAST(sum(loose_before) AS DECIMAL(38, 4)) AS loose_before,
    CAST(sum(loose_now) AS DECIMAL(38, 4)) AS loose_now,
    CAST(sum(unrated) AS DECIMAL(38, 4)) AS unrated,
    CAST(sum(lines_before) AS BIGINT) AS lines_before,
    CAST(sum(lines_now) AS BIGINT) AS lines_now
FROM ({items})
GROUP BY account, place
ORDER BY account, place
