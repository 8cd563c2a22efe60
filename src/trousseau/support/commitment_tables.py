"""Promises as tables to export: the register, how they were kept, the statement of a month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures.export import Cell
from trousseau.support.models.commitments import Channel, Commitment, Direction, State
from trousseau.support.queries import commitments as queries
from trousseau.support.queries.commitments import Ask, Kept, Stated


@dataclass(frozen=True)
class Table:
    """A table to export: the name of its file, its heads, its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def register(user: User, ask: Ask) -> Table:
    """The promises an address asks for, whole."""
    knows = may(user, "read_contacts")
    found = queries.matching(user, ask)
    heads = (
        _("Account"), _("Code"), _("Promised"), _("Direction"), _("By"), _("To"), _("Where"), _("Reference"),
        _("Promised on"), _("First due"), _("Due"), _("State"), _("Days late"), _("Settled on"), _("Evidence"),
        _("Reason"), _("Visible to the client"),
    )  # fmt: skip
    return Table(_("commitments"), heads, _rows(found.iterator(chunk_size=500), knows=knows))


def _rows(found: Iterable[Commitment], *, knows: bool) -> Iterator[tuple[Cell, ...]]:
    today = timezone.localdate()
    for one in found:
        yield (
            one.account.name, one.account.code, one.what, str(Direction(one.direction).label),
            str(one.owner) if one.owner else None, one.to if knows else None, str(Channel(one.channel).label),
            one.reference or None, one.promised_on, one.first_due, one.due, str(State(one.state).label),
            one.late(today) or None, one.settled_on, one.evidence or None, one.reason or None,
            _("yes") if one.visible else _("no"),
        )  # fmt: skip


def punctuality(user: User, of: str) -> Table:
    """How promises were kept over 12 months, an account or a person a row."""
    accounts, people = queries.by_account_and_person(user)
    heads = (
        _("Account") if of == "accounts" else _("Person"), _("Fell due"), pgettext("a commitment", "Kept"),
        _("By the day agreed"), _("Share"), _("At least"), _("At most"), _("Broken"), _("Late and open"),
        _("Fell due by the first day"), _("By the first day"),
    )  # fmt: skip
    return Table(_("punctuality"), heads, (_kept(one) for one in (accounts if of == "accounts" else people)))


def _kept(one: Kept) -> tuple[Cell, ...]:
    last, first = one.last, one.first
    interval: tuple[Cell, ...] = (None, None, None) if last.too_few else (last.share, last.low, last.high)
    return (one.name, last.due, last.kept, last.on_time, *interval, last.broken, last.open, first.due, first.on_time)


def statement(stated: Iterable[Stated], kinds: dict[str, str], *, knows: bool, client: bool) -> Table:
    """The statement of a month; for the client without what is ours alone."""
    heads = (_("State"), _("Promised"), _("Direction"), _("By"), _("To"), _("First due"), _("Due"), _("Settled on"),
             _("Days late"))  # fmt: skip
    own = () if client else (_("Evidence"), _("Reason"), _("Visible to the client"))
    return Table(
        _("commitments"),
        (*heads, *own),
        (_stated(one, kinds, knows=knows, client=client) for one in stated),
    )


def _stated(row: Stated, kinds: dict[str, str], *, knows: bool, client: bool) -> tuple[Cell, ...]:
    one = row.commitment
    said: tuple[Cell, ...] = (
        kinds[row.kind], one.what, str(Direction(one.direction).label), str(one.owner) if one.owner else None,
        one.to if knows else None, one.first_due, row.due, one.settled_on if row.kind in {"kept", "broken"} else None,
        row.days or None,
    )  # fmt: skip
    if client:
        return said
    return (*said, one.evidence or None, one.reason or None, _("yes") if one.visible else _("no"))
