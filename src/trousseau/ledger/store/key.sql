-- Each incoming line with what makes it the same line (key_high, key_low; occurrence comes later) and a digest of all
-- it says. A line with a document and a line number is that line whatever else it says; any other is all it says.
-- Digests are md5, cut to 63 bits a column: the same for every run, machine and version of the engine.
SELECT
    account, customer, code, "group", document, line, date, amount, currency, product, family, division, zone,
    quantity, cost, discount, extra, "row", source, import_id,
    CAST(identity >> 65 AS BIGINT) AS key_high,
    CAST(identity & 9223372036854775807::UHUGEINT AS BIGINT) AS key_low,
    CAST(content & 9223372036854775807::UHUGEINT AS BIGINT) AS content,
    month
FROM (
    SELECT
        *,
        md5_number(said) AS content,
        md5_number(
            CASE
                WHEN document IS NOT NULL AND line IS NOT NULL
                    THEN concat('k', chr(31), source, chr(31), document, chr(31), line)
                ELSE concat('c', chr(31), source, chr(31), said)
            END
        ) AS identity
    FROM (
        SELECT
            *,
            {source} AS source,
            {import_id} AS import_id,
            strftime(date, '%Y-%m') AS month,
            concat_ws(
                chr(31), account, coalesce(customer, chr(30)), coalesce(code, chr(30)), coalesce("group", chr(30)),
                coalesce(document, chr(30)), coalesce(line, chr(30)), CAST(date AS VARCHAR),
                CAST(amount AS VARCHAR), coalesce(currency, chr(30)), coalesce(product, chr(30)),
                coalesce(family, chr(30)), coalesce(division, chr(30)), coalesce(zone, chr(30)),
                coalesce(CAST(quantity AS VARCHAR), chr(30)), coalesce(CAST(cost AS VARCHAR), chr(30)),
                coalesce(CAST(discount AS VARCHAR), chr(30)), coalesce(extra, chr(30))
            ) AS said
        FROM {batches}
    )
)
