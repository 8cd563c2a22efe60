-- The rows of a ranking by group: a group, or an account without one. A group and such an account may bear the same
-- name: they stay two rows.
SELECT
    {key} AS id, min({label}) AS account, min({name}) AS name, CAST(NULL AS VARCHAR) AS code, min(a."group") AS "group"
FROM {accounts} AS a
GROUP BY 1
