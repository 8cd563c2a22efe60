-- The accounts of a scope that sold something, by what kept them from being judged and which signals are unknown.
SELECT
    v.reason,
    count(*) AS accounts,
    CAST(sum(CASE WHEN v.price_judged THEN 0 ELSE 1 END) AS BIGINT) AS price,
    CAST(sum(CASE WHEN v.margin_judged THEN 0 ELSE 1 END) AS BIGINT) AS margin,
    CAST(sum(CASE WHEN v.orders_judged THEN 0 ELSE 1 END) AS BIGINT) AS orders,
    CAST(sum(CASE WHEN v.breadth_judged THEN 0 ELSE 1 END) AS BIGINT) AS breadth,
    CAST(sum(CASE WHEN v.payment_judged THEN 0 ELSE 1 END) AS BIGINT) AS payment
FROM {verdicts} AS v
JOIN {accounts} AS a ON a.account = v.account
WHERE a.id IN (SELECT account FROM {cells})
GROUP BY v.reason
