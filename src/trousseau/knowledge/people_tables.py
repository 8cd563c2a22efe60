"""People as a table under headers that an import reads back; what a spreadsheet would run is disarmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from trousseau.accounts import exports
from trousseau.figures.export import Cell
from trousseau.knowledge import vcards
from trousseau.knowledge.models import BuyingRole, Contact, Stance

CARDS = {"vcf": "3.0", "vcf4": "4.0"}
KINDS = frozenset({*exports.TYPES, *CARDS})


def file_of(people: Iterable[Contact], kind: str, name: str) -> FileResponse | HttpResponse:
    """Some people as CSV, XLSX or vCards."""
    if version := CARDS.get(kind):
        there = [one for one in people if one.left_on is None]
        return HttpResponse(
            vcards.written(there, version),
            content_type="text/vcard; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="people.vcf"'},
        )
    return exports.as_file(headers(), _rows(people), kind, name)


def headers() -> tuple[str, ...]:
    """The headers, in the language in force; `people_files.HEADERS` knows them all."""
    return (
        _("Name"), _("Job"), _("Unit"), _("Account"), _("Role"), _("Stance"), _("Importance, 1 to 5"), _("Reports to"),
        _("Looked after by"), _("Last touch"), _("E-mail"), _("Phone"), _("Language"), _("Where from"), _("True on"),
        _("Left"),
    )  # fmt: skip


def _rows(people: Iterable[Contact]) -> Iterator[tuple[Cell, ...]]:
    for one in people:
        boss = next((line.boss.name for line in one.bosses.all() if line.boss.merged_into_id is None), None)
        yield (
            one.name, one.title, one.unit, one.account.name,
            str(BuyingRole(one.buying_role).label) if one.buying_role else None,
            str(Stance(one.stance).label) if one.stance else None,
            one.importance, boss, one.owner.email if one.owner else None, one.last_touch, one.email, one.phone,
            one.language, one.source, one.said_on, one.left_on,
        )  # fmt: skip
