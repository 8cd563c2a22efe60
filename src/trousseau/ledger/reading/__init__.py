"""Reading sales files: any usual file becomes a stream of sales lines, or says in one sentence why it cannot.

    with inspect(path, choices=Choices(dates="dmy")) as found:
        found.questions   # what a person must answer; reading is refused while any remains
        with read(found) as reading:
            for batch in reading.batches():   # pyarrow.RecordBatch of ledger.lines.LINES
                ...
            reading.counts, reading.quarantine, reading.totals, reading.amount

What is decided here, and shown or told:

- A value is understood by its *shape* (`shapes`), once for all values written alike; nothing is done a row at a time.
- Evidence is counted over the whole file: one 13/02 in two million dates settles the order, one “12,50” the mark.
  Without any, another column that proves it may decide, with a note; else it is asked.
- Money has 4 decimals, rounded half up; floats count by their shortest decimal form. “15 %” of discount is 0.15.
- “$” is USD, with a note; a currency that is none of ISO 4217 rejects the line; no currency means the base currency.
- A problem in an optional column (quantity, cost, discount, currency) rejects the line too, and names the column:
  a line kept without its cost would be wrong in silence. `read` is always accepted + quarantined + totals.
- Rows are numbered as a spreadsheet does, from the first row of the file; a Parquet file's first record is row 1.
- Dates before 1950 or more than 13 months ahead are refused; two-digit years end next year; the day is taken as it is
  written, whatever its zone.

Codes of errors, questions, notes and reasons, with the parameters each carries, are in `codes`.
"""

from trousseau.ledger.reading.inspecting import inspect
from trousseau.ledger.reading.model import (
    Choices,
    Column,
    Counts,
    Inspection,
    Note,
    Progress,
    Question,
    ReadingError,
    Unresolved,
)
from trousseau.ledger.reading.quarantine import write_quarantine
from trousseau.ledger.reading.reading import Reading, read

__all__ = [
    "Choices",
    "Column",
    "Counts",
    "Inspection",
    "Note",
    "Progress",
    "Question",
    "Reading",
    "ReadingError",
    "Unresolved",
    "inspect",
    "read",
    "write_quarantine",
]
