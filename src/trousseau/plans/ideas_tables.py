"""The bank of ideas as a table to export; no client is named in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.figures.export import Cell
from trousseau.plans.models.ideas import Idea
from trousseau.plans.models.value import Category
from trousseau.plans.pages import ideas as pages
from trousseau.plans.queries import ideas as queries
from trousseau.plans.queries.ideas import Ask, Record


@dataclass(frozen=True)
class Table:
    """A table to export: the name of its file, its heads, its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def ideas(user: User, ask: Ask) -> Table:
    """What an address asks for, whole; amounts in the base currency."""
    heads = (
        _("Idea"), _("Category"), _("Stakes it answers"), _("Industry"), _("Days it takes of us"),
        _("Money it takes of us"), _("How we go about it"), _("How its value is reckoned"), _("Clients"),
        _("Clients that confirm"), _("Confirmed since the first"), _("To be confirmed"), _("Added by"),
        _("Retired on"), _("Reason"),
    )  # fmt: skip
    found = [one for one, _why in pages.asked(user, ask)]
    return Table(_("ideas"), heads, _rows(found, queries.records(found)))


def _rows(found: Iterable[Idea], records: dict[int, Record]) -> Iterator[tuple[Cell, ...]]:
    for one in found:
        record = records[one.pk]
        yield (
            one.said_title, str(Category(one.category).label), "; ".join(one.said_stakes), one.industry or None,
            one.days, one.money, one.said_how or None, one.said_reckoned or None, len(record.clients),
            len(record.confirming), record.confirmed, record.waiting, pages.author(one), one.retired_on,
            one.retired_for or None,
        )  # fmt: skip
