"""What was brought to clients, as people may see it: that of the accounts they see; and its totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.asked import Address, address
from trousseau.accounts.models import Account, folded
from trousseau.method.delivered import between, year_to
from trousseau.plans.models.value import Category, Delivered, Opinion


@dataclass(frozen=True)
class Ask:
    """What an address asks of the list. What it cannot mean is left out, so an old link still opens."""

    search: str = ""
    category: str = ""
    opinion: str = ""
    account: str = ""
    mine: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address."""
        said = Address(query)
        return cls(
            search=said.words("q", 100),
            category=said.one_of("category", Category.values),
            opinion=said.one_of("opinion", Opinion.values),
            account=said.public_id("account"),
            mine=said.ticked("mine"),
        )

    def query(self) -> str:
        """The address again."""
        return address(
            q=self.search, category=self.category, opinion=self.opinion, account=self.account, mine=self.mine
        )


@dataclass
class Totals:
    """Sums over what was brought; what nobody has put into money is counted, never guessed."""

    entries: int = 0
    year: Decimal = Decimal(0)
    """Confirmed, over the last 12 months."""
    ever: Decimal = Decimal(0)
    """Confirmed, since the first."""
    open: Decimal = Decimal(0)
    """Over the last 12 months, to be confirmed."""
    contested: Decimal = Decimal(0)
    """Over the last 12 months."""
    unsaid: int = 0
    unvalued: int = 0
    by_category: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """Over the last 12 months: confirmed, to be confirmed."""

    def add(self, one: Delivered, today: dt.date) -> None:
        """Count one thing that was brought."""
        self.entries += 1
        self.unsaid += one.opinion == Opinion.UNSAID
        brought = one.brought
        if brought is None:
            self.unvalued += 1
            return
        year = between(brought, year_to(today), today)
        confirmed, waiting = self.by_category.get(one.category, (Decimal(0), Decimal(0)))
        if one.opinion == Opinion.CONFIRMED:
            self.year += year
            self.ever += between(brought, one.since, today)
            self.by_category[one.category] = (confirmed + year, waiting)
        elif one.opinion == Opinion.UNSAID:
            self.open += year
            self.by_category[one.category] = (confirmed, waiting + year)
        else:
            self.contested += year


@dataclass(frozen=True)
class Quarter:
    """The running total at the end of a quarter, or today."""

    end: dt.date
    confirmed: Decimal
    """Of the quarter."""
    waiting: Decimal
    total: Decimal
    """Confirmed, since the first."""


def visible(user: User) -> QuerySet[Delivered]:
    """What was brought to the accounts someone may see; none for who may not read plans."""
    if not may(user, "read_plans"):
        return Delivered.objects.none()
    return Delivered.objects.filter(account__in=access.visible_to(user))


def of_account(user: User, account: Account) -> QuerySet[Delivered]:
    """What was brought to one account."""
    return visible(user).filter(account=account).select_related("account", "stake", "action")


def one_or_404(user: User, account: Account, public_id: str) -> Delivered:
    """One thing brought to an account that someone sees."""
    found = of_account(user, account).select_related("created_by").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def matching(user: User, ask: Ask) -> QuerySet[Delivered]:
    """What an address asks for, the latest first."""
    found = visible(user).select_related("account", "account__figures", "account__manager")
    for word in folded(ask.search).split():
        found = found.filter(search_text__contains=word)
    if ask.category:
        found = found.filter(category=ask.category)
    if ask.opinion:
        found = found.filter(opinion=ask.opinion)
    if ask.account:
        found = found.filter(account__public_id=ask.account)
    if ask.mine:
        found = found.filter(account__manager=user)
    return found.order_by("-since", "-id")


def totals(found: Iterable[Delivered], today: dt.date) -> Totals:
    """The sums of all of them."""
    made = Totals()
    for one in found:
        made.add(one, today)
    return made


def by_account(found: Iterable[Delivered], today: dt.date) -> list[tuple[Account, Totals]]:
    """The sums account by account, who confirms most first."""
    accounts: dict[int, Account] = {}
    sums: dict[int, Totals] = {}
    for one in found:
        accounts.setdefault(one.account_id, one.account)
        sums.setdefault(one.account_id, Totals()).add(one, today)
    order = sorted(accounts, key=lambda key: (-sums[key].year, -sums[key].open, accounts[key].name))
    return [(accounts[key], sums[key]) for key in order]


def running(found: Iterable[Delivered], today: dt.date, most: int = 12) -> list[Quarter]:
    """The running total quarter by quarter, the first at most three years back; it begins with all before it."""
    rows = [(one.opinion, brought) for one in found if (brought := one.brought) is not None]
    if not rows:
        return []
    first = min(brought.since for _opinion, brought in rows)
    ends = _quarter_ends(first, today)[-most:]
    start, made = _quarter_start(ends[0]), []
    total = sum((between(one, first, start - dt.timedelta(days=1)) for said, one in rows if said == "confirmed"),
                Decimal(0))  # fmt: skip
    for end in ends:
        part = {said: Decimal(0) for said in Opinion.values}
        for said, one in rows:
            part[said] += between(one, start, end)
        total += part[Opinion.CONFIRMED]
        made.append(Quarter(end, part[Opinion.CONFIRMED], part[Opinion.UNSAID], total))
        start = end + dt.timedelta(days=1)
    return made


def _quarter_start(day: dt.date) -> dt.date:
    return dt.date(day.year, day.month - (day.month - 1) % 3, 1)


def _quarter_ends(first: dt.date, today: dt.date) -> list[dt.date]:
    """The last day of each quarter from the first day on, today in place of the last."""
    ends, start = [], _quarter_start(first)
    while start <= today:
        ahead = dt.date(start.year + (start.month == 10), (start.month + 2) % 12 + 1, 1)
        ends.append(min(ahead - dt.timedelta(days=1), today))
        start = ahead
    return ends
