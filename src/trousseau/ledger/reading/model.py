"""What is asked of a file, what was found in it, and what could not be decided: plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from trousseau.ledger.reading.source import Source


@dataclass(frozen=True)
class Choices:
    """What a person decided about a file; None leaves it to the file.

    Attributes:
        dates: Order of numeric dates: "dmy", "mdy" or "ymd".
        decimal: Decimal mark: "," or ".".
        thousands: Thousands mark; any of " ", ".", ",", "'".
        delimiter: One character, or "tab".
        encoding: A Python codec name.
        sheet: Name of the sheet of a workbook.
        header_row: Row of the header, as a spreadsheet numbers it (the first is 1); 0 when there is none.
        mapping: Field to column name; "" or "-" says that no column holds the field.
    """

    dates: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """A column of the file as it was understood.

    Attributes:
        name: Its name in the file, made unique (“Montant (2)”, or “Column 4” where the header is empty).
        index: Its place, 0 for the first.
        samples: Up to five different values, as the file writes them.
        kind: "text", "number", "date" or "empty".
        number_format: How its numbers are written, such as "1 234,56" (None when it holds none).
        decimal: Its decimal mark, "," or "."; None when no value shows one.
        thousands: Its thousands marks, such as " "; empty when no value shows one.
        date_order: "dmy", "mdy", "ymd"; "?" when nothing tells; None when it holds no date.
    """

    name: str
    index: int
    samples: tuple[str, ...] = ()
    kind: str = "text"
    number_format: str | None = None
    decimal: str | None = None
    thousands: str = ""
    date_order: str | None = None


@dataclass(frozen=True)
class Question:
    """Something the file does not tell and that is never guessed.

    Attributes:
        code: One of `codes.QUESTIONS`.
        flag: The flag of the command line that answers it, such as "--dates" or "--map amount=…".
        column: The column it is about, if it is about one.
        params: What the sentence needs (see `codes.QUESTIONS`).
    """

    code: str
    flag: str
    column: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Something worth knowing that needs no answer; `code` is one of `codes.NOTES`."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Inspection:
    """Everything known of a file before it is read. Close it (or use `with`) when it will not be read.

    Attributes:
        path: The file.
        choices: What was asked.
        format: "csv", "xlsx", "xls", "xlsb", "ods" or "parquet", found by content.
        compression: "gzip", "zip" or None.
        encoding: "utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-8+cp1252" (UTF-8 with some bytes that are
            not), or None for a workbook or Parquet.
        delimiter: Of a delimited file, else None.
        sheet: The sheet read, of a workbook.
        sheets: All its sheets.
        header_row: Row of the header as a spreadsheet numbers it; 0 when there is none.
        columns: The columns in order.
        mapping: Field to column name, as proposed or chosen.
        questions: What must be answered before reading.
        notes: What to know.
        preview: The first 20 rows under the header, as the file writes them.
        rows: Rows seen under the header (lines and whatever else stands there; blank ones excluded).
    """

    path: Path
    choices: Choices
    format: str
    compression: str | None
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    header_row: int
    columns: tuple[Column, ...]
    mapping: Mapping[str, str]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    preview: tuple[tuple[str, ...], ...]
    rows: int
    source: Source | None = field(default=None, repr=False, compare=False)

    def close(self) -> None:
        """Give back what the inspection holds (an unpacked copy, a loaded sheet)."""
        if self.source is not None:
            self.source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True)
class Counts:
    """How the lines went; `read` is always the sum of the other three."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    totals: int = 0


@dataclass(frozen=True)
class Progress:
    """How far a reading is; bytes are those of the file on disk, `rows_total` those the inspection saw."""

    rows: int
    rows_total: int
    bytes: int
    bytes_total: int


class ReadingError(Exception):
    """A file that cannot be read at all; `code` is in `codes.ERRORS`, `params` is what its sentence needs."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class Unresolved(Exception):  # noqa: N818 - a question is not an error
    """Reading was asked for while questions remain."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        super().__init__(", ".join(question.code for question in questions))
        self.questions = questions
