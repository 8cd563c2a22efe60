"""The company's own segments against good, to watch and bad: the cross table, and where the two disagree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from trousseau.ledger.classes import ORDER, Judged, Made
from trousseau.method.association import Association, cramers_v
from trousseau.method.classes import BAD, GOOD, UNKNOWN

Kind = Literal["words", "numbers", "many", "own"]
"""words: the values as they are; numbers: in bands of as many accounts each; many: the largest, the others together;
own: nearly every account has a value of its own, so they are no segments."""

MOST = 20
BANDS = 5
OTHERS = "\u2026"
"""The segment of the values that are too many to show."""


@dataclass(frozen=True)
class Sorted:
    """The segment of each account, with what had to be done to have few enough of them."""

    kind: Kind
    segments: Mapping[str, str]
    order: tuple[str, ...]
    """The segments as they are shown; `OTHERS` last."""
    values: int
    """How many different values there were."""


@dataclass(frozen=True)
class Cell:
    """The accounts of one segment and one class."""

    accounts: int = 0
    revenue: Decimal = Decimal(0)
    contribution: Decimal = Decimal(0)

    def plus(self, row: Made) -> Cell:
        """With one account more."""
        return Cell(
            self.accounts + 1,
            self.revenue + (row.revenue or Decimal(0)),
            self.contribution + (row.contribution or Decimal(0)),
        )


@dataclass(frozen=True)
class Row:
    """One segment over the classes; `name` "": the accounts without one."""

    name: str
    cells: Mapping[int, Cell]
    total: Cell
    effort: Decimal | None
    """Cost to serve an account, or where that is not known its sales: what shows whom the company treats best."""


@dataclass(frozen=True, eq=False)
class Crossing:
    """Segments × classes."""

    sorted: Sorted
    rows: tuple[Row, ...]
    association: Association
    """Of the accounts that have a segment and are judged."""
    best: str | None
    """The segment that is treated best; None where there are not two to compare."""
    least: str | None
    guessed: bool
    """Whether the best was found by effort, not said."""
    by_serving: bool
    """Whether effort is cost to serve; else sales."""
    bad_in_best: tuple[Made, ...]
    """Bad accounts of the best-treated segment, the worst first."""
    good_in_least: tuple[Made, ...]
    """Good accounts of the least-treated segment, the best first."""


def sorted_values(values: Mapping[str, str], revenue: Mapping[str, Decimal], write: Callable[[float], str]) -> Sorted:
    """Few enough segments from any column; `write` puts a bound of a band in words.

    Twenty values or fewer stay as they are. Numbers become five bands of as many accounts each. Of more texts the
    nineteen with the largest sales stay; where more than half of the accounts have a value no other has, they are
    called `own`.
    """
    counts = Counter(values.values())
    distinct = len(counts)
    numbers = {account: _number(value) for account, value in values.items()}
    told = {account: number for account, number in numbers.items() if number is not None}
    if distinct > BANDS and len(told) == len(values):
        return _banded(told, distinct, write)
    if distinct <= MOST:
        return Sorted("words", values, tuple(_largest(values, revenue)), distinct)
    alone = sum(counts[value] == 1 for value in values.values())
    kept = _largest(values, revenue)[: MOST - 1]
    chosen = set(kept)
    shown = {account: value if value in chosen else OTHERS for account, value in values.items()}
    return Sorted("own" if alone > len(values) / 2 else "many", shown, (*kept, OTHERS), distinct)


def _largest(values: Mapping[str, str], revenue: Mapping[str, Decimal]) -> list[str]:
    """The values by the sales behind them."""
    sums: dict[str, Decimal] = {}
    for account, value in values.items():
        sums[value] = sums.get(value, Decimal(0)) + revenue.get(account, Decimal(0))
    return sorted(sums, key=lambda value: (-sums[value], value))


def _banded(numbers: Mapping[str, float], distinct: int, write: Callable[[float], str]) -> Sorted:
    """Bands between quantiles; equal numbers are never parted."""
    vector = np.array(list(numbers.values()))
    inner = np.quantile(vector, np.arange(1, BANDS) / BANDS, method="lower")
    bounds = np.unique(np.concatenate([inner, [vector.max()]]))
    labels, before = [], None
    for bound in bounds:
        labels.append(f"≤ {write(bound)}" if before is None else f"{write(before)} – {write(bound)}")
        before = bound
    at = np.searchsorted(bounds, vector, side="left")
    return Sorted(
        "numbers", {account: labels[place] for account, place in zip(numbers, at, strict=True)}, tuple(labels), distinct
    )


def _number(text: str) -> float | None:
    """A value that is a number, with a decimal point or comma; codes with leading zeros are words."""
    plain = re.sub(r"[\s\u00a0\u202f%]", "", text).replace(",", ".")
    if not re.fullmatch(r"[-+]?(0|[1-9]\d*)(\.\d+)?", plain) or len(plain) > 30:
        return None
    return float(plain)


def cross(found: Judged, sorted_: Sorted, best: str = "") -> Crossing:
    """The cross table; `best`: the segment that is said to be treated best, else the one with most effort."""
    cells: dict[str, dict[int, Cell]] = {name: {} for name in (*sorted_.order, "")}
    members: dict[str, list[tuple[Made, int]]] = {name: [] for name in cells}
    for row, code in zip(found.measures.rows, found.classes.codes.tolist(), strict=True):
        name = sorted_.segments.get(row.account, "")
        cells[name][code] = cells[name].get(code, Cell()).plus(row)
        members[name].append((row, code))
    served = found.measures.serving_known
    rows = tuple(_row(name, cells[name], members[name], served=served) for name in cells if members[name])
    named = [row for row in rows if row.name and row.name != OTHERS and row.effort is not None]
    named.sort(key=lambda row: -(row.effort or Decimal(0)))
    said = next((row.name for row in named if row.name == best), None)
    top = said or (named[0].name if len(named) > 1 else None)
    bottom = next((row.name for row in reversed(named) if row.name != top), None) if top else None
    counts = [[row.cells.get(code, Cell()).accounts for code in ORDER if code != UNKNOWN] for row in rows if row.name]
    return Crossing(
        sorted=sorted_,
        rows=rows,
        association=cramers_v(counts or [[]]),
        best=top,
        least=bottom,
        guessed=said is None,
        by_serving=served,
        bad_in_best=_of(members.get(top or "", []) if top else [], BAD),
        good_in_least=_of(members.get(bottom or "", []) if bottom else [], GOOD),
    )


def _row(name: str, cells: Mapping[int, Cell], members: list[tuple[Made, int]], *, served: bool) -> Row:
    total = Cell()
    for row, _code in members:
        total = total.plus(row)
    known = [value for row, _code in members if (value := row.serving if served else row.revenue) is not None]
    return Row(name, cells, total, sum(known, Decimal(0)) / len(known) if known else None)


def _of(members: list[tuple[Made, int]], code: int) -> tuple[Made, ...]:
    """The members of a class: bad ones worst first, good ones best first."""
    found = [row for row, its in members if its == code]
    found.sort(key=lambda row: (row.contribution or Decimal(0)) * (1 if code == BAD else -1))
    return tuple(found)
