"""Tables and reports as files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User
from trousseau.figures import export
from trousseau.figures.indicators import Indicator
from trousseau.figures.report import Provenance, render
from trousseau.method.checkup import Checkup
from trousseau.portfolio import indicators, results, tables, words
from trousseau.portfolio.comparison import Comparison
from trousseau.portfolio.indicators import Row
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.queries.told import told
from trousseau.portfolio.tables import Table

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Material:
    """What the tables of a check-up are made from, today's or a frozen one's."""

    checkup: Checkup
    rows: tuple[Row, ...]
    previous: Mapping[str, Decimal | None]
    comparison: Comparison | None


def live(asked: Asked, chosen: str) -> Material:
    """Today's check-up, compared with the one chosen."""
    now = measured(asked)
    beside = told()
    against = history.against(now, history.earlier(asked), beside, chosen)
    return Material(
        checkup=whole(asked),
        rows=indicators.panel(panel_of(asked, beside).rows, against.values if against else None),
        previous={key: row.previous for key, row in now.accounts.items()},
        comparison=against.comparison if against else None,
    )


def frozen(user: User, kept: FrozenCheckup, chosen: str) -> Material:
    """A frozen check-up, compared with the one chosen."""
    checkup = history.opened(kept)
    against = history.against_other(user, kept, chosen)
    rows = results.panel(kept, checkup)
    return Material(
        checkup=checkup,
        rows=indicators.panel(rows, against.values if against else None),
        previous={},
        comparison=against.comparison if against else None,
    )


def of_checkup(material: Material, name: str, form: str) -> HttpResponse:
    """A table of a check-up; 404 for one there is not."""
    checkup = material.checkup
    table: Table | None
    if name == "panel":
        table = tables.panel(material.rows, checkup)
    elif name == "moves":
        table = tables.moves(material.comparison) if material.comparison else None
    elif name == "shifts":
        table = tables.shifts(material.comparison) if material.comparison else None
    elif name == "accounts":
        table = tables.accounts(checkup, material.previous)
    elif name == "pareto":
        table = tables.pareto(checkup)
    else:
        table = tables.dimension(checkup, name)
    return as_file(table, form, checkup)


class Span(Protocol):
    """What a file is named after: a check-up, a window."""

    @property
    def start(self) -> date:
        """Its first day."""

    @property
    def end(self) -> date:
        """Its last day."""


def as_file(table: Table | None, form: str, span: Span) -> HttpResponse:
    """A table as a CSV or Excel file named after its period; 404 for one there is not."""
    if table is None or form not in TYPES:
        raise Http404
    name = f"trousseau-{table.name}-{span.start}-{span.end}.{form}"
    return HttpResponse(
        _csv(table) if form == "csv" else _xlsx(table),
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _csv(table: Table) -> bytes:
    """The table as the spreadsheets of the reader's language open it without asking."""
    file = io.StringIO(newline="")
    file.write("\ufeff")
    french = words.language().french
    export.write_csv(file, table.headers, table.rows, decimal="," if french else ".", delimiter=";" if french else ",")
    return file.getvalue().encode()


def _xlsx(table: Table) -> bytes:
    file = io.BytesIO()
    export.write_xlsx(file, table.headers, table.rows, sheet=table.title)
    return file.getvalue()


def report(checkup: Checkup, ledger_version: int, rows: Iterable[Indicator]) -> HttpResponse:
    """The check-up as one HTML file that opens offline."""
    provenance = Provenance(
        made_on=timezone.localdate(),
        sources=(Organisation.current().name or "Trousseau",),
        ledger_version=ledger_version,
        rates=_("Converted at the rate of each line’s day.") if checkup.base_currency else "",
    )
    content = render(checkup, words.language(), provenance, indicators=rows)
    name = f"trousseau-check-up-{checkup.start}-{checkup.end}.html"
    return HttpResponse(
        content,
        content_type="text/html; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
