-- Lines of this source known by their content that the ledger holds in the file's scope and the file no longer has.
-- The scope is the file's documents, and for its lines without a document the period they cover; or all of its source.
SELECT l.key_high, l.key_low, l.occurrence, l.amount, l.filename AS file
FROM {ledger} AS l
ANTI JOIN incoming AS i
    ON l.key_high = i.key_high AND l.key_low = i.key_low AND l.occurrence = i.occurrence
WHERE l.source = {source}
    AND (l.document IS NULL OR l.line IS NULL)
    AND (
        {whole}
        OR l.document IN (
            SELECT DISTINCT document FROM staged WHERE document IS NOT NULL AND line IS NULL
        )
        OR (
            l.document IS NULL
            AND l.date BETWEEN
                (SELECT min(date) FROM staged WHERE document IS NULL)
                AND (SELECT max(date) FROM staged WHERE document IS NULL)
        )
    )
