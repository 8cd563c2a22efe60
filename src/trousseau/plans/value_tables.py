"""What was brought to clients as a table to export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.figures.export import Cell
from trousseau.method.delivered import between, year_to
from trousseau.plans.models.value import Category, Delivered, Opinion
from trousseau.plans.queries import value as queries
from trousseau.plans.queries.value import Ask


@dataclass(frozen=True)
class Table:
    """A table to export: the name of its file, its heads, its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def delivered(user: User, ask: Ask) -> Table:
    """What an address asks for, whole; amounts in the base currency."""
    heads = (
        _("Account"), _("Code"), _("What the client has of it"), _("Category"), _("Since"), _("Until"), _("Our amount"),
        _("every year"), _("How it was reckoned"), _("What shows it"), _("Stake it serves"), _("Opinion of the client"),
        _("Their amount"), _("Who of them"), _("On that day"), _("In their words"), _("Over 12 months"),
        _("Since the first day"), _("Visible to the client"),
    )  # fmt: skip
    found = queries.matching(user, ask).select_related("account", "stake")
    return Table(_("value delivered"), heads, _rows(found.iterator(chunk_size=500)))


def _rows(found: Iterable[Delivered]) -> Iterator[tuple[Cell, ...]]:
    today = timezone.localdate()
    for one in found:
        brought = one.brought
        year = between(brought, year_to(today), today) if brought else None
        ever = between(brought, one.since, today) if brought else None
        yield (
            one.account.name, one.account.code, one.what, str(Category(one.category).label), one.since, one.until,
            one.amount, _("yes") if one.yearly else _("no"), one.method or None, one.evidence or None,
            one.stake.title if one.stake else None, str(Opinion(one.opinion).label), one.agreed, one.said_by or None,
            one.said_on, one.said or None, year, ever, _("yes") if one.shared else _("no"),
        )  # fmt: skip
