-- The drivers and months some table tells something of.
SELECT DISTINCT driver, month FROM {told} AS t ORDER BY driver, month
