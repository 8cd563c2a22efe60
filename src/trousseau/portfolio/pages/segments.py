"""The company's own segments against good and bad: the cross table, and where the two disagree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures import segments as sentences
from trousseau.figures.classes import class_word
from trousseau.figures.language import Language
from trousseau.figures.sentences import Part
from trousseau.ledger.classes import ORDER, Made
from trousseau.ledger.segments import OTHERS, Crossing, SegmentsError
from trousseau.ledger.segments.crossing import Cell, Row
from trousseau.method.classes import NAMES
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import addresses
from trousseau.portfolio.pages.period import changed
from trousseau.portfolio.queries import segments
from trousseau.portfolio.queries.segments import Segmentation
from trousseau.portfolio.queries.source import Asked

LISTED = 20


@dataclass(frozen=True)
class CellView:
    """One cell: how many, and how much of its row."""

    name: str
    cell: Cell
    share: float
    wrong: bool
    """Where segment and class disagree."""


@dataclass(frozen=True)
class RowView:
    """One segment."""

    label: str
    row: Row
    cells: tuple[CellView, ...]
    rate: float | None
    best: bool
    least: bool


@dataclass(frozen=True)
class NamedRow:
    """One account of the lists of disagreement."""

    row: Made
    url: str


@dataclass(frozen=True)
class SegmentsPage:
    """All that the template shows."""

    asked: Asked
    choices: tuple[Segmentation, ...]
    chosen: Segmentation | None
    crossing: Crossing | None
    finding: SafeString | str
    title: str
    association: str
    notes: tuple[str, ...]
    heads: tuple[tuple[str, str], ...]
    rows: tuple[RowView, ...]
    bad: tuple[NamedRow, ...]
    good: tuple[NamedRow, ...]
    may_import: bool
    problems: tuple[str, ...]

    @property
    def currency(self) -> str | None:
        """The unit of the amounts; None: nominal."""
        return self.asked.facts.base

    @property
    def names(self) -> tuple[str, ...]:
        """The segments one may say are treated best."""
        return tuple(row.row.name for row in self.rows if row.row.name and row.row.name != OTHERS)


def page(user: User, asked: Asked, query: QueryDict, problems: tuple[str, ...] = ()) -> SegmentsPage:
    """One segmentation against the classes; always of legal entities, as segments are given to them."""
    written, currency = words.language(), asked.facts.base
    asked = asked.ranked_by("account")
    chosen = segments.chosen(asked, query.get("by_column", "")[:400])
    crossing = segments.crossing(asked, chosen, query.get("best", "")) if chosen else None
    bad, good = (crossing.bad_in_best, crossing.good_in_least) if crossing else ((), ())
    urls = addresses(user, {row.account for row in (*bad[:LISTED], *good[:LISTED])}, by="account")
    finding = _finding(crossing, written, currency)
    return SegmentsPage(
        asked=asked,
        choices=segments.segmentations(asked),
        chosen=chosen,
        crossing=crossing,
        finding=finding,
        title=_("Segments"),
        association=_association(crossing, written) if crossing else "",
        notes=_notes(crossing, chosen, written) if crossing and chosen else (),
        heads=tuple((NAMES[code], class_word(NAMES[code], written)) for code in ORDER),
        rows=tuple(_row(row, crossing) for row in crossing.rows) if crossing else (),
        bad=tuple(NamedRow(row, urls.get(row.account, "")) for row in bad[:LISTED]),
        good=tuple(NamedRow(row, urls.get(row.account, "")) for row in good[:LISTED]),
        may_import=may(user, "import_segments"),
        problems=problems,
    )


def _finding(crossing: Crossing | None, written: Language, currency: str | None) -> SafeString | str:
    if crossing is None:
        return _("The company’s own segments against good and bad, once there are some.")
    if crossing.best is None or crossing.least is None:
        return _("There is one segment only: nothing to compare good and bad with.")
    parts = sentences.disagreement(
        written,
        best=crossing.best,
        least=crossing.least,
        bad=len(crossing.bad_in_best),
        left=sum((row.contribution or Decimal(0) for row in crossing.bad_in_best), Decimal(0)),
        good=len(crossing.good_in_least),
        currency=currency,
    )
    return SafeString("".join(_part(part) for part in parts))


def _part(part: Part) -> SafeString:
    if part.about:
        return format_html('<a class="figure" href="#{}">{}</a>', part.about, part.text)
    return format_html("{}", part.text)


def _association(crossing: Crossing, written: Language) -> str:
    found = crossing.association
    return sentences.association(written, v=found.corrected, size=found.size, enough=found.enough)


def _notes(crossing: Crossing, chosen: Segmentation, written: Language) -> tuple[str, ...]:
    """What had to be done, and how the best-treated segment was found."""
    notes = [sentences.kind_note(crossing.sorted.kind, crossing.sorted.values, written)]
    if chosen.column is not None and chosen.column.changing:
        notes.append(
            _("For {n} customers it changes from line to line: the latest value counts.").format(
                n=written.number(chosen.column.changing)
            )
        )
    if crossing.best is not None and crossing.guessed:
        notes.append(
            _("“{best}” is taken as the best treated, because serving its customers costs most each.").format(
                best=crossing.best
            )
            if crossing.by_serving
            else _("“{best}” is taken as the best treated, because its customers buy most each.").format(
                best=crossing.best
            )
        )
    return tuple(note for note in notes if note)


def label_of(name: str) -> str:
    """A segment as it is shown."""
    return _("without a segment") if not name else _("the others") if name == OTHERS else name


def _row(row: Row, crossing: Crossing) -> RowView:
    best, least = row.name == crossing.best, row.name == crossing.least
    cells = []
    for code in ORDER:
        cell = row.cells.get(code, Cell())
        name = NAMES[code]
        wrong = bool(cell.accounts) and ((best and name == "bad") or (least and name == "good"))
        cells.append(CellView(name, cell, cell.accounts / row.total.accounts, wrong))
    revenue = row.total.revenue
    return RowView(
        label=label_of(row.name),
        row=row,
        cells=tuple(cells),
        rate=float(row.total.contribution / revenue) if revenue > 0 else None,
        best=best,
        least=least,
    )


def problems_of(error: SegmentsError) -> tuple[str, ...]:
    """What is wrong with a table, a sentence each."""
    written = words.language()
    if error.code != "segments_problems":
        return (sentences.problem(error.code, written, **error.params),)
    told = [
        sentences.problem(one.code, written, row=one.row, column=one.column, value=one.value, other=one.other)
        for one in error.params["problems"]
    ]
    more = error.params["count"] - len(told)
    if more:
        told.append(_("And {n} more.").format(n=written.number(more)))
    return tuple(told)


def address(query: QueryDict, segmentation: str) -> str:
    """The page of another segmentation."""
    return changed(query, by_column=segmentation, best=None)
