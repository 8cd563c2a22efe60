"""A table of inflation as people keep it: zone, year or month, per cent; CSV or Excel."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from trousseau.ledger.growth.inflation import Inflation
from trousseau.ledger.reading.model import ReadingError
from trousseau.ledger.reading.small import rows_of

NAMES = {
    "zone": {"zone", "region"},
    "period": {"period", "periode", "year", "annee", "month", "mois", "date"},
    "rate": {"inflation", "inflation_pct", "inflation_percent", "rate", "taux", "pct", "percent"},
    "area": {"area", "country", "pays", "code"},
    "source": {"source"},
}
"""Field → the column names it is known by, without accents, in lower case."""

STARTLING = Decimal(1)
"""From a doubling of prices in a year, a figure is shown again to be sure."""
STEP = Decimal("0.000001")
MOST = 50
"""Problems told at once."""
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Told:
    """One line of the table: the inflation of a zone in a year or a month, as a fraction."""

    zone: str
    period: str
    """YYYY or YYYY-MM."""
    rate: Decimal
    area: str = ""
    source: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell. Codes: `period`, `rate`, `impossible` (−100 % or less), `twice` (with `other`).

    As a remark on a table that was read: `startling` (a doubling or more), `fractions` (all below half a per cent).
    """

    code: str
    row: int = 0
    column: str = ""
    value: str = ""
    other: str = ""


class InflationError(ValueError):
    """A table that cannot be used.

    Codes: `inflation_unreadable` (path, detail), `inflation_empty` (path), `inflation_column` (column, columns),
    `inflation_rows`: see `problems`.
    """

    def __init__(self, code: str, problems: Sequence[Problem] = (), **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.problems = tuple(problems)
        self.params = params


@dataclass(frozen=True)
class InflationTable:
    """A table that was read, and what one should look at twice."""

    lines: tuple[Told, ...]
    remarks: tuple[Problem, ...]

    def inflation(self) -> Inflation:
        """As the answers take it."""
        return inflation_of(self.lines)


def inflation_of(lines: Iterable[Told]) -> Inflation:
    """Lines as the answers take them; the later one wins."""
    rates: dict[str, dict[str, Decimal]] = {}
    sources: dict[str, None] = {}
    for line in lines:
        rates.setdefault(line.zone, {})[line.period] = line.rate
        if line.source:
            sources[line.source] = None
    return Inflation(rates, tuple(sources))


def read_inflation(path: Path) -> InflationTable:
    """Read a table with the columns zone, year (or month: 2025-03) and inflation in per cent; area, source optional.

    Per cent are written `2.1`, `2,1` or `2,1 %`; an empty cell is a rate that is not known. The zone `*` stands for
    every zone without its own. A rate given twice alike counts once.

    Raises:
        InflationError: the file, a missing column, or every cell that is wrong (see `Problem`).
    """
    header, rows = _cells(path)
    columns = _columns(header, path)
    lines: dict[tuple[str, str], Told] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        given = {field: row[index] if index < len(row) else "" for field, index in columns.items()}
        if not any(given.values()) or not given["rate"]:
            continue
        found = _told(given, number, {field: header[index] for field, index in columns.items()}, problems)
        if found is None:
            continue
        before = lines.setdefault((found.zone, found.period), found)
        if before.rate != found.rate:
            problems.append(Problem("twice", number, header[columns["rate"]], given["rate"], _percent(before.rate)))
    if problems:
        raise InflationError("inflation_rows", problems[:MOST])
    if not lines:
        raise InflationError("inflation_empty", path=path.name)
    told = tuple(lines.values())
    return InflationTable(told, tuple(_remarks(told)))


def _told(given: Mapping[str, str], row: int, names: Mapping[str, str], problems: list[Problem]) -> Told | None:
    """One line; None, and a problem more, where a cell is wrong."""
    period, rate = _period(given["period"]), _rate(given["rate"])
    if period is None:
        problems.append(Problem("period", row, names["period"], given["period"]))
    if rate is None:
        problems.append(Problem("rate", row, names["rate"], given["rate"]))
    elif rate <= -1:
        problems.append(Problem("impossible", row, names["rate"], given["rate"]))
        return None
    if period is None or rate is None:
        return None
    return Told(given["zone"], period, rate, given.get("area", ""), given.get("source", ""))


def _remarks(lines: Sequence[Told]) -> list[Problem]:
    """What one should look at twice."""
    found = [
        Problem("startling", 0, line.zone, _percent(line.rate), line.period) for line in lines if line.rate >= STARTLING
    ]
    if len(lines) > 1 and all(abs(line.rate) < Decimal("0.005") for line in lines):
        found.append(Problem("fractions", value=_percent(lines[0].rate)))
    return found


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}"


def _period(cell: str) -> str | None:
    """YYYY or YYYY-MM of a cell: 2025, 2025.0, 2025-03, 03/2025, 2025M03, a day of the month."""
    if found := re.fullmatch(r"(\d{4})(?:\.0)?", cell):
        year, month = int(found[1]), 0
    elif found := re.fullmatch(r"(\d{4})[-/.M]?(\d{1,2})(?:-\d{1,2})?(?:[T ].*)?", cell):
        year, month = int(found[1]), int(found[2])
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", cell):
        year, month = int(found[2]), int(found[1])
    else:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR or month > 12 or (month == 0 and found.re.groups > 1):
        return None
    return f"{year:04d}-{month:02d}" if month else f"{year:04d}"


def _rate(cell: str) -> Decimal | None:
    """Per cent as a fraction."""
    plain = re.sub(r"[\s\u00a0\u202f%]", "", cell).replace("−", "-").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) >= 10**9:
        return None
    return (value / 100).quantize(STEP)


def _columns(header: Sequence[str], path: Path) -> dict[str, int]:
    """Where each field is."""
    plain = [_plain(name) for name in header]
    columns = {
        field: index for field, names in NAMES.items() for index, name in reversed([*enumerate(plain)]) if name in names
    }
    for field in ("zone", "period", "rate"):
        if field not in columns:
            shown = {"zone": "zone", "period": "year", "rate": "inflation"}[field]
            raise InflationError(
                "inflation_column", path=path.name, column=shown, columns=", ".join(filter(None, header))
            )
    return columns


def _plain(name: str) -> str:
    """A column name without accents, marks and capitals."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", "_", flat).strip("_")


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows as text."""
    try:
        rows = [[_text(cell) for cell in row] for row in rows_of(path)]
    except ReadingError as error:
        code = "inflation_empty" if error.code == "empty_file" else "inflation_unreadable"
        raise InflationError(code, path=path.name, detail=error.code) from error
    if not rows:
        raise InflationError("inflation_empty", path=path.name)
    return rows[0], rows[1:]


def _text(cell: object) -> str:
    if isinstance(cell, (date, datetime)):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float):
        return f"{Decimal(str(cell)).normalize():f}"
    return str(cell).strip()
