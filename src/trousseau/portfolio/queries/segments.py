"""The company's own segmentations there are, and one of them against good and bad."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404

from trousseau.costs.queries import told
from trousseau.figures.segments import column_word
from trousseau.ledger.classes import Judged
from trousseau.ledger.segments import KNOWN, Column, Crossing, columns, cross, segments, sorted_values
from trousseau.portfolio import words
from trousseau.portfolio.models import SegmentTable
from trousseau.portfolio.queries import classes
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_columns: Kept[tuple[Column, ...]] = Kept(4)
_values: Kept[dict[str, str]] = Kept(16)
_crossings: Kept[Crossing] = Kept(24)
USUAL = ("segment", "categor", "classe", "tier", "typ")
"""What a column of segments is often called: it is shown first."""


@dataclass(frozen=True)
class Segmentation:
    """A column of the sales lines, or a table someone imported."""

    key: str
    """`column:NAME` or `table:PUBLIC_ID`, for addresses."""
    name: str
    column: Column | None
    table: SegmentTable | None


def segmentations(asked: Asked) -> tuple[Segmentation, ...]:
    """All there are: imported tables, then columns, those called like a segment and of few values first.

    Last come division, family and zone, which serve as a segment where there is no other.
    """
    found = [Segmentation(f"table:{table.public_id}", table.name, None, table) for table in SegmentTable.objects.all()]
    there = _columns.get(key(asked, "columns"), lambda: columns(asked.facts))
    return (
        *found,
        *(
            Segmentation(f"column:{one.name}", column_word(one.name, words.language()), one, None)
            for one in sorted(there, key=_likely)
        ),
    )


def chosen(asked: Asked, wanted: str) -> Segmentation | None:
    """The one an address asks for, else the first; None where there is none, 404 for one there is not."""
    there = segmentations(asked)
    if not wanted:
        return there[0] if there else None
    found = next((one for one in there if one.key == wanted), None)
    if found is None:
        raise Http404
    return found


def crossing(asked: Asked, segmentation: Segmentation, best: str = "") -> Crossing:
    """A segmentation against the classes of a question by account, its values written in the reader's language.

    That of a column is kept; a table may be imported again.
    """
    rules, costs = classes.in_force().rules, told()

    def work_out() -> Crossing:
        return _crossed(asked, segmentation, best, classes.judged(asked, rules, costs))

    if segmentation.table is not None:
        return work_out()
    return _crossings.get(key(asked, rules, costs, segmentation.key, best, words.language().code), work_out)


def _crossed(asked: Asked, segmentation: Segmentation, best: str, judged: Judged) -> Crossing:
    there = {row.account: row.revenue or Decimal(0) for row in judged.measures.rows}
    values = {account: value for account, value in values_of(asked, segmentation).items() if account in there}
    written = words.language()
    return cross(judged, sorted_values(values, there, lambda number: written.number(number, _decimals(number))), best)


def values_of(asked: Asked, segmentation: Segmentation) -> dict[str, str]:
    """The segment of each ledger account."""
    if segmentation.table is not None:
        return dict(segmentation.table.entries.values_list("account", "segment"))
    return _values.get(
        key(asked, segmentation.key), lambda: segments(asked.facts, segmentation.key.removeprefix("column:"))
    )


def _likely(column: Column) -> tuple[bool, bool, int, str]:
    """The order of columns: names that sound like a segment, then few values."""
    name = column.name.casefold()
    return column.name in KNOWN, not any(word in name for word in USUAL), column.values, column.name


def _decimals(number: float) -> int:
    return 0 if float(number).is_integer() else 2
