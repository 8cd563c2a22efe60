"""Home: what waits for a decision, the week, one’s accounts; then what happened last and the portfolio in small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.access.shell import LedgerState, ledger_state
from trousseau.accounts import due, remarks
from trousseau.accounts.due import DueItem
from trousseau.accounts.models import Account, Reckoning
from trousseau.accounts.queries import reckoning as reckoned
from trousseau.figures import svg
from trousseau.figures.classes import class_word
from trousseau.figures.indicators import judged
from trousseau.portfolio import indicators, words
from trousseau.portfolio.models import AccountStanding
from trousseau.portfolio.pages import waiting
from trousseau.portfolio.pages.since import Since, since
from trousseau.portfolio.pages.standing import reason_of
from trousseau.portfolio.pages.waiting import Waiting
from trousseau.portfolio.pages.week import Day, week
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.ranges import ranges
from trousseau.portfolio.queries.source import usual
from trousseau.portfolio.queries.standouts import standouts

IN_SMALL = ("first_share", "pareto_point", "effective_number", "division_dependence", "growth", "retention")
"""Of those that the sales lines alone can say."""
OWN = 8


@dataclass(frozen=True)
class OwnAccount:
    """One account of a manager: its course, how it stands, and what waits there."""

    account: Account
    spark: SafeString
    state: str
    standing: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class HomePage:
    """All that the template shows."""

    today: dt.date
    week: int
    finding: str
    waiting: Waiting
    days: tuple[Day, ...]
    reckoning: Reckoning | None
    ledger: LedgerState | None
    own: tuple[OwnAccount, ...]
    own_revenue: Decimal
    own_count: int
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


@dataclass(frozen=True)
class Beside:
    """What one may look at once the page stands: what happened last, and the portfolio in small."""

    since: Since
    panel: tuple[words.Shown, ...]


def beside(user: User) -> Beside:
    """What comes after the rest of Home."""
    return Beside(since(user, [row.pk for row in standouts(user).own]), _in_small(user))


def home(user: User) -> HomePage:
    """Home for one person."""
    today = timezone.localdate()
    found = due.items(user)
    waits = waiting.waiting(user, found)
    reckoning = reckoned()
    own = standouts(user).own
    return HomePage(
        today=today,
        week=today.isocalendar().week,
        finding=waiting.finding(waits, reckoning),
        waiting=waits,
        days=week(user, found, today),
        reckoning=reckoning,
        ledger=ledger_state(user),
        own=_own(user, own, waits, reckoning.base_currency if reckoning else None),
        own_revenue=sum((row.figures.revenue or Decimal(0) for row in own), Decimal(0)),
        own_count=len(own),
        asks=may(user, "tell_facts"),
        may_import=may(user, "import_sales"),
        reads_data=may(user, "read_imports"),
    )


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


def _own(user: User, accounts: Sequence[Account], waits: Waiting, currency: str | None) -> tuple[OwnAccount, ...]:
    """The accounts someone leads, sponsors or is on the team of today, largest first."""
    told = remarks.of(user, accounts[:OWN])
    due_of: dict[str, list[DueItem]] = {}
    for item in (*waits.decisions, *waits.known):
        due_of.setdefault(item.due.account_url, []).append(item.due)
    return tuple(
        _stands(
            account,
            due_of.get(reverse("accounts:account", args=[account.public_id]), []),
            told.get(account.pk, ()),
            currency,
        )
        for account in accounts[:OWN]
    )


def _stands(account: Account, items: Sequence[DueItem], told: Sequence[str], currency: str | None) -> OwnAccount:
    """One account: good, to watch or bad as the rules say, and why; how its plan does; what is most pressing there."""
    written = words.language()
    kept: AccountStanding | None = getattr(account, "standing", None)
    name = kept.name if kept is not None else "unknown"
    reasons = [reason_of(reason, written, currency) for reason in (kept.reasons if kept else [])][:1]
    reasons += [*told, *[str(item.kind) for item in items if item.urgency == "now"][:1]]
    return OwnAccount(
        account=account,
        spark=mark_safe(svg.spark(account.figures.spark[-12:])),  # noqa: S308 - numbers only
        state=name if name != "unknown" else "none",
        standing=class_word(name, written) if name != "unknown" else "",
        reasons=tuple(reasons),
    )
