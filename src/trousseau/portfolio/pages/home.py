"""Home: what waits for a decision, the portfolio in small, what happened since yesterday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.audit import SENTENCES
from trousseau.access.models import AuditEvent, User
from trousseau.access.queries import trail
from trousseau.access.rules import may
from trousseau.access.shell import LedgerState, ledger_state
from trousseau.accounts import due
from trousseau.accounts.due import DueItem
from trousseau.accounts.models import Account, Reckoning
from trousseau.accounts.queries import reckoning as reckoned
from trousseau.figures import svg
from trousseau.figures.indicators import judged
from trousseau.portfolio import indicators, words
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.ranges import ranges
from trousseau.portfolio.queries.source import usual
from trousseau.portfolio.queries.standouts import standouts

IN_SMALL = ("first_share", "pareto_point", "effective_number", "division_dependence", "growth", "retention")
"""Of those that the sales lines alone can say."""
EVENTS = 6
OWN = 8
STATE = {"now": "bad", "soon": "watch", "later": "good"}


@dataclass(frozen=True)
class Item:
    """One decision, with its place and the length of its bar among those that measure the same."""

    number: int
    due: DueItem
    state: str
    of_largest: float | None


@dataclass(frozen=True)
class OwnAccount:
    """One account of a manager, with its course."""

    account: Account
    spark: SafeString


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    at: dt.datetime
    today: bool
    who: str
    sentence: str
    target: str


@dataclass(frozen=True)
class HomePage:
    """All that the template shows."""

    today: dt.date
    week: int
    finding: str
    items: tuple[Item, ...]
    folded: tuple[Item, ...]
    reckoning: Reckoning | None
    ledger: LedgerState | None
    panel: tuple[words.Shown, ...]
    own: tuple[OwnAccount, ...]
    own_revenue: Decimal
    events: tuple[Event, ...]
    asks: bool
    """Whether small questions follow, once the page stands."""
    may_import: bool
    reads_data: bool

    @property
    def empty(self) -> bool:
        """Whether there is no sales line yet."""
        return self.reckoning is None or self.reckoning.ledger_version < 0

    @property
    def currency(self) -> str | None:
        """The unit of the amounts."""
        return (self.reckoning.base_currency or None) if self.reckoning else None


FOLD_AFTER = 9


def home(user: User) -> HomePage:
    """Home for one person."""
    today = timezone.localdate()
    found = tuple(due.items(user))
    lengths = _lengths(found)
    items = tuple(Item(number, item, STATE[item.urgency], lengths[number - 1]) for number, item in enumerate(found, 1))
    reckoning = reckoned()
    own = _own(user)
    return HomePage(
        today=today,
        week=today.isocalendar().week,
        finding=_finding(found, reckoning),
        items=items[:FOLD_AFTER],
        folded=items[FOLD_AFTER:],
        reckoning=reckoning,
        ledger=ledger_state(user),
        panel=_in_small(user),
        own=own,
        own_revenue=sum((row.account.figures.revenue or Decimal(0) for row in own), Decimal(0)),
        events=tuple(_events(user)),
        asks=may(user, "tell_facts"),
        may_import=may(user, "import_sales"),
        reads_data=may(user, "read_imports"),
    )


def _lengths(items: tuple[DueItem, ...]) -> tuple[float | None, ...]:
    """The length of each item’s bar, of the largest that measures the same; None for the only one of its kind."""
    alike: dict[str, list[Decimal]] = {}
    for item in items:
        if item.amount is not None:
            alike.setdefault(str(item.amount_note), []).append(abs(item.amount))
    return tuple(
        float(abs(item.amount) / largest)
        if item.amount is not None and len(same := alike[str(item.amount_note)]) > 1 and (largest := max(same))
        else None
        for item in items
    )


def _finding(items: tuple[DueItem, ...], reckoning: Reckoning | None) -> str:
    """How many decisions wait, how much is at stake, and with whom."""
    waiting = [item for item in items if item.urgency != "later"]
    written = words.language()
    if reckoning is None or reckoning.ledger_version < 0:
        return _("Everything starts with the sales lines.")
    if not waiting:
        return _("Nothing waits for a decision today.")
    count = ngettext("{count} decision waits for you", "{count} decisions wait for you", len(waiting)).format(
        count=_spelled(len(waiting))
    )
    count = count[:1].upper() + count[1:]
    named = [item for item in waiting if item.account and item.amount]
    if not named:
        return f"{count}."
    names = written.listed(list(dict.fromkeys(item.account for item in named))[:2])
    amount = max(item.amount or Decimal(0) for item in named)
    currency = reckoning.base_currency or None
    return _("{count}; the heaviest, {amount}, is about {names}.").format(
        count=count, amount=written.short_amount(amount, currency), names=names.split(" et ")[0].split(" and ")[0]
    )


def _spelled(count: int) -> str:
    """Small numbers in words, as one says them."""
    spelled = {
        1: _("one"), 2: _("two"), 3: _("three"), 4: _("four"), 5: _("five"), 6: _("six"), 7: _("seven"),
        8: _("eight"), 9: _("nine"), 10: _("ten"),
    }  # fmt: skip
    return spelled.get(count) or words.language().number(count)


def _in_small(user: User) -> tuple[words.Shown, ...]:
    """Half a dozen indicators, compared with the period before."""
    if not may(user, "read_portfolio"):
        return ()
    question = usual(user)
    if question is None:
        return ()
    now = measured(question)
    against = history.against(now, history.earlier(question))
    small = judged((row for row in now.rows if row.key in IN_SMALL), ranges())
    rows = indicators.panel(small, against.values if against else None)
    return words.shown(rows, now.checkup, words.language())


def _own(user: User) -> tuple[OwnAccount, ...]:
    """The accounts someone leads, sponsors or is on the team of today, largest first."""
    return tuple(
        OwnAccount(account, mark_safe(svg.spark(account.figures.spark[-12:])))  # noqa: S308 - numbers only
        for account in standouts(user).own[:OWN]
    )


def _events(user: User) -> Iterable[Event]:
    """The last things done: what the trail shows to who reads it, else one's own doing and one's own accounts'."""
    found = trail(user)
    if not may(user, "read_audit"):
        found = AuditEvent.objects.all()
        mine = Q(actor=user.pk)
        if may(user, "read_portfolio"):
            mine |= Q(target_type__startswith="imports.") | Q(target_type__startswith="portfolio.")
        found = found.filter(mine).exclude(target_type__startswith="access.")
    today = timezone.localdate()
    for event in found.order_by("-at", "-pk")[:EVENTS]:
        yield Event(
            at=event.at,
            today=timezone.localdate(event.at) == today,
            who=event.actor_label,
            sentence=str(SENTENCES.get(event.verb, event.verb)),
            target=event.target_label,
        )
