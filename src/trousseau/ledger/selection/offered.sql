-- Every division and product family that ever had a line.
SELECT DISTINCT nullif(division, '') AS division, CAST(NULL AS TEXT) AS family FROM {places}
UNION ALL
SELECT DISTINCT CAST(NULL AS TEXT), nullif(family, '') FROM {families}
