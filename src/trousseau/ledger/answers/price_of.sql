-- The zones in which one account (or group) bought one product.
SELECT z.zone, z.quantity, z.revenue, z.loose, z.lines, z.loose_lines
FROM {zones} AS z
ORDER BY z.zone
