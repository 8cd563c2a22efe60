"""Tables and reports as files."""

from __future__ import annotations

import io
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation
from trousseau.figures import export
from trousseau.figures.report import Provenance, render
from trousseau.method.checkup import Checkup
from trousseau.portfolio import indicators, tables, words
from trousseau.portfolio.queries import history, loss
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.tables import Table

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def of_checkup(asked: Asked, name: str, form: str, chosen: str) -> HttpResponse:
    """A table of today's check-up; 404 for one there is not."""
    now = measured(asked)
    checkup = now.checkup
    if name in {"panel", "moves"}:
        past = history.earlier(asked)
        against = history.against(now, past, chosen)
        if name == "moves":
            return _file(tables.moves(against.comparison) if against else None, form, checkup)
        rows = indicators.panel(now.rows, against.values if against else None)
        return _file(tables.panel(rows, checkup), form, checkup)
    if name == "accounts":
        previous: dict[str, Decimal | None] = {key: row.previous for key, row in now.accounts.items()}
        return _file(tables.accounts(checkup, previous), form, checkup)
    if name == "pareto":
        return _file(tables.pareto(checkup), form, checkup)
    return _file(tables.dimension(whole(asked), name), form, checkup)


def of_exposure(asked: Asked, name: str, form: str, lost: tuple[str, ...]) -> HttpResponse:
    """A table of the exposure; 404 for one there is not."""
    checkup = measured(asked).checkup
    if name == "what-if":
        return _file(tables.without(loss.lose(asked, lost)), form, checkup)
    return _file(tables.dimension(whole(asked), name), form, checkup)


def _file(table: Table | None, form: str, checkup: Checkup) -> HttpResponse:
    if table is None or form not in TYPES:
        raise Http404
    name = f"trousseau-{table.name}-{checkup.start}-{checkup.end}.{form}"
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


def report_of(checkup: Checkup, asked: Asked) -> HttpResponse:
    """The check-up as one HTML file that opens offline."""
    provenance = Provenance(
        made_on=timezone.localdate(),
        sources=(Organisation.current().name or "Trousseau",),
        ledger_version=asked.facts.ledger_version,
        rates=_("Converted at the rate of each line’s day.") if checkup.base_currency else "",
    )
    content = render(checkup, words.language(), provenance)
    name = f"trousseau-check-up-{checkup.start}-{checkup.end}.html"
    return HttpResponse(
        content,
        content_type="text/html; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
