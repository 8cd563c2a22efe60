"""Reading an inspected file: a stream of sales lines, and what was refused, what adds up, counts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import TracebackType
from typing import Self

import pyarrow as pa

from trousseau.ledger.reading.convert import TOTALS, Converter
from trousseau.ledger.reading.model import Counts, Inspection, Progress, ReadingError, Unresolved
from trousseau.ledger.reading.quarantine import Spill, empty_quarantine
from trousseau.ledger.reading.source import Source, ahead


class Reading:
    """One reading of a file. Iterate `batches()` once; close it, or use `with`, to leave nothing behind.

    Attributes:
        inspection: What is read.
        counts: Lines read, accepted, quarantined, totals, so far.
        quarantine: Rejected lines so far (`QUARANTINE`): `len`, iteration, `.head(n)`, `.batches()`.
        totals: Rows recognised as totals so far (`convert.TOTALS`), the same way.
        amount: Exact sum of the accepted amounts so far, in whatever currencies they are.
        quarantined_amount: Exact sum of the amounts of rejected lines so far, where they can be read.
        progress: Rows and bytes done and to do.
    """

    def __init__(self, inspection: Inspection, source: Source) -> None:
        self.inspection = inspection
        self.counts = Counts()
        self.quarantine: Spill = empty_quarantine()
        self.totals = Spill(TOTALS)
        self.amount = Decimal(0)
        self.quarantined_amount = Decimal(0)
        self.progress = Progress(0, inspection.rows, 0, source.bytes_total)
        self._source = source

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The accepted lines (`LINES`), in the order of the file but for mended rows; may be closed early.

        Raises:
            ReadingError: When the file cannot be read further, or the disk is full.
        """
        converter = Converter(self.inspection)
        chunks = ahead(self._source.chunks())
        try:
            for chunk in chunks:
                found = converter.convert(chunk)
                self.quarantine.append(found.rejected)
                self.totals.append(found.totals)
                self.amount += found.amount
                self.quarantined_amount += found.rejected_amount
                rows = len(chunk.rows) + len(chunk.rejected)
                self.counts = Counts(
                    self.counts.read + rows,
                    self.counts.accepted + found.lines.num_rows,
                    self.counts.quarantined + found.rejected.num_rows,
                    self.counts.totals + found.totals.num_rows,
                )
                done, total = self._source.bytes_done, self._source.bytes_total
                self.progress = Progress(self.counts.read, self.inspection.rows, done, total)
                if found.lines.num_rows:
                    yield found.lines
        finally:
            chunks.close()  # type: ignore[attr-defined]

    def table(self) -> pa.Table:
        """All accepted lines at once, for small files."""
        from trousseau.ledger.lines import LINES  # noqa: PLC0415

        return pa.Table.from_batches(list(self.batches()), LINES)

    def close(self) -> None:
        """Remove what was kept on disk."""
        self.quarantine.close()
        self.totals.close()
        self.inspection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read(inspection: Inspection) -> Reading:
    """Start reading an inspected file.

    Raises:
        Unresolved: When questions remain.
        ReadingError: When the inspection was closed.
    """
    if inspection.questions:
        raise Unresolved(inspection.questions)
    if inspection.source is None:
        raise ReadingError("cannot_read", detail="closed")
    return Reading(inspection, inspection.source)
