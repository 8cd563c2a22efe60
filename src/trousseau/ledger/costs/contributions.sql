-- One row an account (or a group), the most profitable first.
SELECT
    account, name, "group", revenue, costed, cost, margin, serve, financing, financed,
    CAST(margin - coalesce(serve, 0) - coalesce(financing, 0) AS DECIMAL(38, 4)) AS contribution,
    CASE WHEN revenue > 0 THEN least(greatest(CAST(costed AS DOUBLE) / CAST(revenue AS DOUBLE), 0), 1) END AS known
FROM (
    SELECT
        *, CASE WHEN cost IS NOT NULL THEN CAST(costed - cost AS DECIMAL(38, 4)) END AS margin
    FROM (
        SELECT
            {key} AS id,
            min({label}) AS account,
            min({name}) AS name,
            min(a."group") AS "group",
            CAST(sum(c.revenue) AS DECIMAL(38, 4)) AS revenue,
            CAST(sum(c.costed) AS DECIMAL(38, 4)) AS costed,
            CASE WHEN sum(c.costed_lines) > 0 OR sum(c.lines) = 0 THEN CAST(sum(c.cost) AS DECIMAL(38, 4)) END AS cost,
            CASE WHEN {served} THEN CAST(coalesce(sum(c.serve), 0) AS DECIMAL(38, 4)) END AS serve,
            CAST(sum(c.financing) AS DECIMAL(38, 4)) AS financing,
            CAST(coalesce(sum(c.financed), 0) AS DECIMAL(38, 4)) AS financed
        FROM ({parts}) AS c
        JOIN {accounts} AS a ON a.id = c.account
        GROUP BY {key}
        HAVING sum(c.converted) > 0 OR count(c.serve) > 0
    ) AS summed
) AS valued
ORDER BY contribution DESC NULLS LAST, account, id
