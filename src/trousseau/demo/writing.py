"""Batches of sales lines to files: Parquet, and the export of a French ERP. A stream in, bounded memory."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from trousseau.demo import company

LEDGER = pa.schema(
    [
        pa.field("customer_code", pa.string()),
        pa.field("customer", pa.string()),
        pa.field("group", pa.string()),
        pa.field("document", pa.string()),
        pa.field("line", pa.int32()),
        pa.field("date", pa.date32()),
        pa.field("product", pa.string()),
        pa.field("family", pa.string()),
        pa.field("division", pa.string()),
        pa.field("zone", pa.string()),
        pa.field("quantity", pa.int32()),
        pa.field("amount", pa.decimal128(18, 2)),
        pa.field("cost", pa.decimal128(18, 2)),
        pa.field("currency", pa.string()),
    ]
)
"""The columns of a generated file, as people read them; text columns may arrive dictionary-encoded."""

FRENCH = {
    "document": "N° facture",
    "line": "Ligne",
    "date": "Date facture",
    "customer_code": "Code client",
    "customer": "Client",
    "group": "Groupe",
    "zone": "Zone",
    "division": "Division",
    "family": "Famille",
    "product": "Article",
    "quantity": "Quantité",
    "amount": "Montant HT",
    "cost": "Coût",
    "currency": "Devise",
    company.SEGMENT_COLUMN: company.SEGMENT_COLUMN,
}
"""The same columns in the order and words of a French export."""


def write_parquet(batches: Iterable[pa.RecordBatch], path: Path) -> int:
    """Write one Parquet file and return its number of lines."""
    lines = 0
    writer: pq.ParquetWriter | None = None
    try:
        for batch in batches:
            if writer is None:
                # Without the Arrow schema the dictionaries are read back as plain strings, as from any tool.
                writer = pq.ParquetWriter(path, batch.schema, store_schema=False, compression="snappy")
            writer.write_batch(batch)
            lines += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    return lines


def write_french_csv(batches: Iterable[pa.RecordBatch], path: Path) -> int:
    """Write what a French ERP exports (cp1252, `;`, 31/12/2026, 1234,56) and return its number of lines.

    Nothing is quoted, as such exports do: generated text holds neither `;` nor quotation marks.
    """
    lines = 0
    with path.open("wb") as out:
        for batch in batches:
            if not lines:
                heads = [head for name, head in FRENCH.items() if name in batch.schema.names]
                out.write((";".join(heads) + "\n").encode("cp1252"))
            text = io.BytesIO()
            pa_csv.write_csv(
                _french(batch),
                text,
                pa_csv.WriteOptions(include_header=False, delimiter=";", quoting_style="none"),
            )
            out.write(text.getvalue().decode("utf-8").encode("cp1252"))
            lines += batch.num_rows
    return lines


def _french(batch: pa.RecordBatch) -> pa.Table:
    """The batch with French dates and decimal commas, as text, in the order of FRENCH."""
    columns = []
    wanted = [name for name in FRENCH if name in batch.schema.names]
    for name in wanted:
        column = batch.column(name)
        if pa.types.is_date(column.type):
            column = pc.strftime(column, format="%d/%m/%Y")
        elif pa.types.is_decimal(column.type):
            column = pc.replace_substring(column.cast(pa.string()), ".", ",")
        elif pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        columns.append(column)
    return pa.Table.from_arrays(columns, names=wanted)
