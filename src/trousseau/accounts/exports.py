"""The list and an account's lines as files: what the person sees under the filters, nothing more."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _

from trousseau.accounts.listing import Ask, Column
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.figures.export import Cell, write_csv, write_xlsx

MOST_IN_MEMORY = 2 << 20
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

VALUES: dict[str, Callable[[Account], Cell]] = {
    "rank": lambda account: account.figures.rank,
    "name": lambda account: account.name,
    "code": lambda account: account.code,
    "group": lambda account: account.group.name if account.group else None,
    "division": lambda account: account.figures.division or None,
    "zone": lambda account: account.figures.zone or None,
    "revenue": lambda account: account.figures.revenue,
    "share": lambda account: account.figures.share,
    "cumulative": lambda account: account.figures.cumulative,
    "change": lambda account: account.figures.change,
    "previous": lambda account: account.figures.previous,
    "margin": lambda account: account.figures.margin,
    "class": lambda account: account.figures.class_now or None,
    "lines": lambda account: account.figures.lines,
    "last": lambda account: account.figures.last,
    "manager": lambda account: str(account.manager) if account.manager else None,
    "sponsor": lambda account: getattr(account, "sponsor", None),
}


def accounts_file(found: QuerySet[Account], ask: Ask, kind: str, currency: str) -> FileResponse:
    """The accounts of a list in its order, with its columns but the spark line."""
    columns = [column for column in ask.shown if column.name in VALUES]
    rows = ([VALUES[column.name](account) for column in columns] for account in found.iterator(chunk_size=2_000))
    return as_file([_header(column, currency) for column in columns], rows, kind, _("accounts"))


def as_file(header: Sequence[str], rows: Iterable[Sequence[Cell]], kind: str, name: str) -> FileResponse:
    """A table as a download, spilled to disk past 2 MB; CSV as the reader's spreadsheet wants it."""
    file = tempfile.SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115 - the response closes it
    if kind == "xlsx":
        write_xlsx(file, header, rows, sheet=name)
    else:
        kind = "csv"
        french = language().french
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        text.write("\ufeff")
        write_csv(text, header, rows, decimal="," if french else ".", delimiter=";" if french else ",")
        text.detach()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{kind}", content_type=TYPES[kind])


def lines_of(table: Iterator[dict[str, Cell]], names: Sequence[str]) -> Iterator[list[Cell]]:
    """Rows of an answer in the order of their headers."""
    return ([row[name] for name in names] for row in table)


def _header(column: Column, currency: str) -> str:
    money = column.name in {"revenue", "previous", "margin"}
    return f"{column.label} ({currency})" if money and currency else str(column.label)
