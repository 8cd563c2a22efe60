-- Lines as the ledger holds them, converted as facts/prepare.sql does it.
SELECT
    l.account, l.date, l.document, l.line, l.product, l.family, l.zone, l.division, l.quantity, l.amount,
    coalesce(l.currency, nullif({base}, '')) AS currency,
    CASE WHEN {in_base} THEN CAST(1 AS DECIMAL(20, 14)) ELSE r.rate END AS rate,
    CASE WHEN {in_base} THEN l.amount ELSE TRY_CAST(l.amount * r.rate AS DECIMAL(18, 4)) END AS revenue,
    CASE WHEN {in_base} THEN l.cost ELSE TRY_CAST(l.cost * r.rate AS DECIMAL(18, 4)) END AS cost,
    l.discount, l.source, l.import_id, l."row"
FROM (
    SELECT * FROM {ledger}
    WHERE account IN (SELECT unnest($wanted::TEXT[])) AND {conditions}
    ORDER BY date DESC, document DESC, TRY_CAST(line AS BIGINT), line, key_high, key_low, occurrence
    LIMIT $limit OFFSET $offset
) AS l
LEFT JOIN {rates} AS r ON r.currency = l.currency AND r.date = l.date
ORDER BY l.date DESC, l.document DESC, TRY_CAST(l.line AS BIGINT), l.line, l.key_high, l.key_low, l.occurrence
