"""The check-up as one self-contained HTML file: no script, no request, light, dark, phone and paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from trousseau import __version__
from trousseau.figures import palette, problems, svg
from trousseau.figures.dimensions import heading_of, rows_of, title_of
from trousseau.figures.indicators import MAIN, Indicator
from trousseau.figures.language import Language
from trousseau.figures.missing import missing
from trousseau.figures.sentences import PanelRow, Part, finding, group_words, panel, status_words
from trousseau.method.checkup import DIMENSIONS, Checkup

FIRST = 20
QUARANTINE = 100
"""Rows of quarantine shown; the count says how many there are."""


@dataclass(frozen=True)
class Provenance:
    """Where the figures come from, for the foot of the report."""

    made_on: date
    sources: tuple[str, ...] = ()
    """File names, or the name of the ledger."""
    rates: str = ""
    """Which exchange rates were used, as a sentence; "" when nothing was converted."""
    ledger_version: int | None = None
    remarks: tuple[str, ...] = ()
    """How the sources were read, what was left out: sentences."""


@dataclass(frozen=True)
class ClassRow:
    """One class of the Pareto curve: shares are fractions."""

    name: str
    customers: int
    of_customers: float
    of_sales: float
    average: Decimal
    """Sales of a customer of this class, on average."""


def render(
    checkup: Checkup,
    language: Language,
    provenance: Provenance,
    *,
    quarantine: Iterable[Mapping[str, Any]] = (),
    indicators: Iterable[Indicator] | None = None,
) -> str:
    """The report, as the text of an HTML file; everything that came from a file is escaped.

    `quarantine` gives rows with row, column, value and reason; the first hundred are listed.
    `indicators`: the whole panel, where more is known than the check-up; the dozen first, the others behind it.
    """
    known = None if indicators is None else tuple(indicators)
    found = finding(checkup, language, rows=known)
    rows = panel(checkup, language, rows=known)
    return _template().render(
        checkup=checkup,
        language=language,
        text=language.text,
        plural=language.plural,
        currency=checkup.base_currency,
        provenance=provenance,
        version=__version__,
        finding=found,
        anchor=_anchor,
        panel=[(title, list(group)) for title, group in _grouped(rows, language, whole=known is not None)],
        missing=[] if known is None else [lacks.sentence for lacks in missing(known, language)],
        statuses=_statuses(rows, language),
        ranges=_ranges(rows),
        classes=classes(checkup),
        dimensions=[
            (
                name,
                title_of(name, language),
                heading_of(name, language),
                dimension,
                rows_of(dimension, language),
            )
            for name in DIMENSIONS
            if (dimension := checkup.by_dimension.get(name)) and dimension.shares
        ],
        accounts=checkup.ranked[:FIRST],
        coded=any(account.code for account in checkup.ranked[:FIRST]),
        quarantine=list(islice(quarantine, QUARANTINE)),
        why=problems.why,
        tokens=Markup(palette.css()),  # noqa: S704 - our own colours
        mark=_drawn(svg.mark),
        bullet=_drawn(svg.bullet),
        bar=_drawn(svg.bar),
        curve=_drawn(svg.pareto_curve),
    )


def classes(checkup: Checkup) -> tuple[ClassRow, ...]:
    """Customers and sales of the classes A, B and C; none where shares mean nothing."""
    curve = checkup.pareto
    if not curve.defined:
        return ()
    rows, reached, made = [], 0, 0.0
    for name, customers in curve.class_counts().items():
        reached += customers
        total = float(curve.cumulative_share[reached - 1]) if reached else 0.0
        average = checkup.revenue * Decimal(str((total - made) / customers)) if customers else Decimal(0)
        rows.append(ClassRow(name, customers, customers / curve.size, total - made, average))
        made = total
    return tuple(rows)


def _anchor(part: Part) -> str:
    """The section of the report that shows what a figure of the headline is made of."""
    kind = part.about.partition(":")[0]
    return {"pareto": "#pareto", "zone": "#zone", "division": "#division"}.get(kind, "#customers")


def _grouped(rows: Iterable[PanelRow], language: Language, *, whole: bool) -> Iterable[tuple[str, Iterable[PanelRow]]]:
    """The rows of the panel under the title of their group; of a whole panel, those behind the dozen together."""
    titles, more = group_words(language), language.text("More indicators")

    def title(row: PanelRow) -> str:
        return more if whole and row.indicator.key not in MAIN else titles[row.indicator.group]

    return groupby(rows, key=title)


def _statuses(rows: Iterable[PanelRow], language: Language) -> list[tuple[str, str, int]]:
    """How many indicators are good, to watch, bad: status, word, count."""
    found = [row.indicator.status for row in rows]
    return [(status, word, found.count(status)) for status, word in status_words(language).items()]


def _ranges(rows: Iterable[PanelRow]) -> list[tuple[str, list[str]]]:
    """Each source of reference ranges, once, with the indicators it is for."""
    sources: dict[str, list[str]] = {}
    for row in rows:
        if row.source:
            sources.setdefault(row.source, []).append(f"{row.label} ({row.reference})")
    return list(sources.items())


def _drawn(draw: Callable[..., str]) -> Callable[..., Markup]:
    """A drawing of `svg`, trusted: it escapes what it writes."""
    return lambda *args, **kwargs: Markup(draw(*args, **kwargs))  # noqa: S704


@cache
def _template() -> Template:
    """The compiled template."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")
