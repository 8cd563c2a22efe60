SELECT a.id AS number, {key} AS id FROM {accounts} AS a
