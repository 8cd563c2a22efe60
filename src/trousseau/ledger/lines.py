"""The sales line: the fields every file is read into and every later step works on."""

from __future__ import annotations

import pyarrow as pa

MONEY = pa.decimal128(18, 4)

FIELDS = (
    "customer",
    "code",
    "group",
    "document",
    "line",
    "date",
    "amount",
    "currency",
    "product",
    "family",
    "division",
    "zone",
    "quantity",
    "cost",
    "discount",
)
"""The fields a column of a file can be mapped to, in the words of `--map`."""

NEEDED = ("customer", "date", "amount")
"""Without these there is no sales line; a `code` column stands in for `customer`."""

LINES = pa.schema(
    [
        pa.field("account", pa.string(), nullable=False),  # the customer's code where there is one, else its name
        pa.field("customer", pa.string()),
        pa.field("code", pa.string()),
        pa.field("group", pa.string()),
        pa.field("document", pa.string()),
        pa.field("line", pa.string()),
        pa.field("date", pa.date32(), nullable=False),
        pa.field("amount", MONEY, nullable=False),  # net of tax, in `currency`; credit notes are negative
        pa.field("currency", pa.string()),  # ISO 4217; missing means the base currency
        pa.field("product", pa.string()),
        pa.field("family", pa.string()),
        pa.field("division", pa.string()),
        pa.field("zone", pa.string()),
        pa.field("quantity", MONEY),
        pa.field("cost", MONEY),
        pa.field("discount", MONEY),
        pa.field("extra", pa.string()),  # the unknown columns, as a JSON object, kept as they are
        pa.field("row", pa.int64(), nullable=False),  # the row of the file, as a spreadsheet numbers it
    ]
)
"""What `ledger.reading` gives: one row an accepted line. Missing stays null, never an empty string."""

QUARANTINE = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("column", pa.string(), nullable=False),  # the file's own column name
        pa.field("value", pa.string()),
        pa.field("reason", pa.string(), nullable=False),  # a code of figures.problems
        pa.field("cells", pa.string(), nullable=False),  # the whole row as a JSON object, to correct and re-import
    ]
)
"""One row a rejected line: where, what, why, and the row itself."""
