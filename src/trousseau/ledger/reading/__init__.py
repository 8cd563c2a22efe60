"""Reading sales files: any usual file becomes a stream of sales lines, or says in one sentence why it cannot.

    with inspect(path, choices=Choices(dates="dmy")) as found:
        found.questions   # what a person must answer; reading is refused while any remains
        with read(found) as reading:
            for batch in reading.batches():   # pyarrow.RecordBatch of ledger.lines.LINES
                ...
            reading.counts, reading.quarantine, reading.totals, reading.amount

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
