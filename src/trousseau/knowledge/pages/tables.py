"""The facts of a client as tables: the same for the page, for exports and for papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.figures.export import Cell
from trousseau.knowledge.fading import faded
from trousseau.knowledge.kinds import KINDS, SAID_LABELS, Kind
from trousseau.knowledge.models import Competitor, Contract, EconomicFact, Fact, LegalEntity, Site, Stake
from trousseau.knowledge.pages import words


@dataclass(frozen=True)
class Written:
    """One cell: its words, a second line, whether it is a figure, a state (good, watch, bad)."""

    text: str
    note: str = ""
    number: bool = False
    state: str = ""


@dataclass(frozen=True)
class Row:
    """One fact as a table shows it."""

    fact: Fact
    cells: tuple[Written, ...]
    faded: bool
    age: str
    said: str
    """Who said it and when, or the source."""
    of: str = ""
    """The account it is of, where that is another of the group."""


def written(kind: Kind, fact: Fact, today: dt.date, *, here: Account, names: bool) -> Row:
    """One fact in words; `names`: whether the reader may see who at the client said it."""
    said = language()
    who = str(fact.who) if names and isinstance(fact, Stake) and fact.who_id else ""
    said_by = ", ".join(part for part in (who, fact.source if not who else "", said.date(fact.said_on)) if part)
    return Row(
        fact,
        CELLS[kind.name](fact, today),
        faded(kind.name, fact.said_on, today),
        words.old(fact.said_on, today),
        said_by,
        fact.account.name if fact.account_id != here.pk else "",
    )


def _stake(fact: Stake, _today: dt.date) -> tuple[Written, ...]:
    answer = (
        Written(fact.answer)
        if fact.answered == "answered"
        else Written(_("No answer"), state="bad")
        if fact.answered == "none"
        else Written(_("Nobody said"), state="watch")
    )
    quote = _("“%(words)s”") % {"words": fact.quote} if fact.quote else ""
    return Written(fact.title, quote), Written(str(fact.importance), number=True), answer


def _economics(fact: EconomicFact, _today: dt.date) -> tuple[Written, ...]:
    return Written(fact.name), Written(figure(fact), number=True), Written(fact.period)


def figure(fact: EconomicFact) -> str:
    """Its value with its unit, without zeros nobody wrote."""
    exact = fact.value.normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    return f"{language().number(exact, places)}\u00a0{fact.unit}".strip()


def _competitor(fact: Competitor, _today: dt.date) -> tuple[Written, ...]:
    place = "" if fact.rank is None else _("supplier no. %(rank)s") % {"rank": fact.rank}
    share = percent(fact.share) if fact.share is not None else ""
    known = Written(share or place, place if share else "", number=True)
    if not share and not place:
        known = Written(_("unknown"), number=True, state="watch")
    return (
        Written(fact.name, fact.remark),
        Written(fact.place or _("everywhere")),
        Written(fact.offer or _("everything")),
        known,
    )


def _contract(fact: Contract, today: dt.date) -> tuple[Written, ...]:
    said = language()
    amount = said.short_amount(fact.amount, fact.currency or None) if fact.amount is not None else _("not said")
    ends = said.date(fact.end) if fact.end else _("open-ended")
    begun = _("since %(day)s") % {"day": said.date(fact.start)} if fact.start else ""
    return (
        Written(fact.name, fact.remark),
        Written(amount, number=True),
        Written(ends, begun, state="bad" if fact.end and fact.end < today else ""),
        _notice(fact, today),
    )


def _notice(fact: Contract, today: dt.date) -> Written:
    by = fact.notice_by
    if by is None:
        return Written(_("no notice agreed"))
    text = language().date(by)
    note = _("renews by itself after it") if fact.renews else ""
    if by < today:
        return Written(text, _("passed"))
    days = (by - today).days
    left = _("in %(age)s") % {"age": words.age(days)} if days else _("today")
    return Written(
        text, f"{left}, {note}" if note else left, state="bad" if days <= 30 else "watch" if days <= 90 else ""
    )


def _site(fact: Site, _today: dt.date) -> tuple[Written, ...]:
    where = ", ".join(part for part in (fact.city, fact.country) if part)
    people = language().number(fact.people) if fact.people is not None else _("unknown")
    return Written(fact.name), Written(where), Written(fact.activity), Written(people, number=True)


def _entity(fact: LegalEntity, _today: dt.date) -> tuple[Written, ...]:
    return Written(fact.name), Written(fact.country), Written(str(fact.customer or ""))


CELLS: dict[str, Callable[[Any, dt.date], tuple[Written, ...]]] = {
    "stake": _stake,
    "economics": _economics,
    "competitor": _competitor,
    "contract": _contract,
    "site": _site,
    "entity": _entity,
    "note": lambda fact, _today: (Written(fact.title),),
    "control": lambda fact, _today: (
        Written(str(fact.owned)), Written(str(fact.owner)), Written(percent(fact.percent), number=True),
    ),
}  # fmt: skip


def heads(kind: str) -> tuple[tuple[str, bool], ...]:
    """The heads of a table, and which are of figures."""
    return {
        "stake": ((pgettext("client", "Stake"), False), (_("Importance"), True), (_("Our answer"), False)),
        "economics": ((_("Figure"), False), (_("Value"), True), (_("Period"), False)),
        "competitor": (
            (_("Name"), False),
            (_("Client’s unit"), False),
            (_("Offer"), False),
            (_("Share or place"), True),
        ),
        "contract": ((_("Name"), False), (_("A year"), True), (_("To"), False), (_("Last day to give notice"), False)),
        "site": ((_("Name"), False), (_("Where"), False), (_("Activity"), False), (_("People there"), True)),
        "note": ((_("Title"), False),),
    }[kind]


def percent(value: Decimal | None) -> str:
    """A stored percentage as it is written: 60 as “60 %”; None as unknown."""
    if value is None:
        return _("share unknown")
    exact = value.normalize()
    return language().percent(value / 100, min(2, max(0, -int(exact.as_tuple().exponent))))


def exported(kind: Kind, facts: Iterable[Fact], *, names: bool) -> tuple[list[str], list[list[Cell]]]:
    """Facts as a table that reads back: each field as it is stored, its account, source, day and author."""
    columns = {**kind.labels, **SAID_LABELS}
    header = [_("Account"), *(str(label) for label in columns.values()), _("Told by")]
    rows: list[list[Cell]] = [
        [
            fact.account.name,
            *(_cell(getattr(fact, name)) if names or name != "who" else None for name in columns),
            str(fact.author or ""),
        ]
        for fact in facts
    ]
    return header, rows


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or isinstance(value, str | int | Decimal | dt.date):
        return value
    return str(value)


__all__ = ["KINDS", "Row", "Written", "exported", "figure", "heads", "percent", "written"]
