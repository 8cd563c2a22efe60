-- The combinations of zone, division and currency met; no currency means the base currency.
SELECT DISTINCT
    coalesce(zone, '') AS zone, coalesce(division, '') AS division, coalesce(currency, {base}) AS currency
FROM (SELECT DISTINCT zone, division, currency FROM lines) AS met
