-- Lines of this source whose number alone says which line they are, now told otherwise or no more: those that the
-- incoming lines are the next version of, under another document or another content, and those that are gone.
SELECT l.key_high, l.key_low, l.occurrence, l.amount, l.filename AS file
FROM {ledger} AS l
ANTI JOIN incoming AS i
    ON l.key_high = i.key_high AND l.key_low = i.key_low AND l.occurrence = i.occurrence
WHERE l.source = {source}
    AND l.line IN (SELECT line FROM staged WHERE line IS NOT NULL UNION ALL SELECT line FROM gone)
