"""What of the portfolio asks for a decision: told to Home through `accounts.due`.

An account that passes 10 % of sales, a division that hangs on one account, a check-up that is due, and, among the
accounts someone may see, those that fell, left class A, or rise fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.due import DueItem
from trousseau.accounts.models import Account
from trousseau.portfolio import words
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.measure import Measured, measured
from trousseau.portfolio.queries.source import facts, usual
from trousseau.portfolio.queries.standouts import FALL, standouts

DOMINATED = 0.40
MATERIAL = 0.02
"""A division under this share of sales is not worth a line on Home."""
MOST = 5
RISING = 3


def portfolio_items(user: User) -> Iterable[DueItem]:
    """The items of the whole portfolio, for those who read it."""
    if not may(user, "read_portfolio"):
        return
    question = usual(user)
    if question is None:
        return
    now = measured(question)
    yield from _passed_ten_percent(now)
    yield from _dominated(now)
    yield from _checkup_due(user)


def _passed_ten_percent(now: Measured) -> Iterator[DueItem]:
    """Customers at or above 10 % that were below it over the period before."""
    before = now.asked.previous
    if before is None:
        return
    written = words.language()
    already = {name for name, _share in measured(before).checkup.over_10}
    revenue = {row.name: row for row in now.checkup.ranked}
    for name, share in now.checkup.over_10:
        row = revenue.get(name)
        if name in already or row is None:
            continue
        yield DueItem(
            kind=_("Passed 10% of sales"),
            title=_("{name} now makes {share} of sales.").format(name=name, share=written.percent(share)),
            why=_("From 10% on, a customer is disclosed in the notes (IFRS 8 §34); what if it left?"),
            url=_losing(row.account),
            action=_("Measure its loss"),
            urgency="now",
            amount=row.revenue,
            amount_note=_("over 12 months"),
            account=name,
        )


def _dominated(now: Measured) -> Iterator[DueItem]:
    """Divisions that owe 40 % or more to one account."""
    dimension = now.checkup.by_dimension.get("division")
    if dimension is None:
        return
    written = words.language()
    by_name = {row.name: row for row in now.checkup.ranked}
    found = sorted(dimension.within.items(), key=lambda pair: -pair[1].first_share)
    for value, inside in found[:MOST]:
        row = by_name.get(inside.first)
        heavy = inside.first_share >= DOMINATED and dimension.shares[value] >= MATERIAL and inside.accounts > 1
        if not heavy or row is None or not value:
            continue
        yield DueItem(
            kind=_("One account carries a division"),
            title=_("{name} makes {share} of division {division}.").format(
                name=inside.first, share=written.percent(inside.first_share), division=value
            ),
            why=ngettext(
                "The other {count} account of the division makes the rest.",
                "The {count} other accounts of the division share the rest.",
                inside.accounts - 1,
            ).format(count=written.number(inside.accounts - 1)),
            url=_losing(row.account),
            action=_("Measure its loss"),
            urgency="soon",
            amount=(inside.revenue * Decimal(str(inside.first_share))).quantize(Decimal("0.01")),
            amount_note=_("in the division, 12 months"),
            account=inside.first,
        )


def _losing(key: str) -> str:
    """The what-if of one account."""
    return f"{reverse('exposure:overview')}?{urlencode({'lose': key})}"


def _checkup_due(user: User) -> Iterator[DueItem]:
    """The next check-up, once its day has come; the first one, once there are figures."""
    if not may(user, "freeze_checkup"):
        return
    due = history.next_due(user)
    today = timezone.localdate()
    if due is None:
        yield DueItem(
            kind=_("Check-up"),
            title=_("No check-up is frozen yet."),
            why=_("The first one is what the next will be compared with: who changed class, who came, who left."),
            url=reverse("portfolio:checkup"),
            action=_("Open the check-up"),
            urgency="later",
        )
    elif due <= today:
        late = (today - due).days
        yield DueItem(
            kind=_("Check-up due"),
            title=_("The check-up was due on {date}.").format(date=words.language().date(due)),
            why=_("Freeze today’s so that the next can be compared with it."),
            url=reverse("portfolio:checkup"),
            action=_("Open the check-up"),
            urgency="now" if late > 30 else "soon",
            due=due,
        )


def account_items(user: User) -> Iterable[DueItem]:
    """Accounts someone sees that fell by 20 % or left class A, and those that rise fast."""
    if not may(user, "read_accounts"):
        return
    found = standouts(user)
    there = facts()
    currency = there.base if there is not None else None
    yield from (_fallen(account, currency) for account in found.fallen[:MOST])
    if len(found.fallen) > MOST:
        yield _others(len(found.fallen) - MOST)
    yield from (_risen(account, currency) for account in found.risen[:RISING])


def _fallen(account: Account, currency: str | None) -> DueItem:
    """One account that fell."""
    written = words.language()
    figures = account.figures
    previous, revenue = figures.previous or Decimal(0), figures.revenue or Decimal(0)
    if not revenue:
        title = _("{name} has bought nothing for 12 months.").format(name=account.name)
    else:
        title = _("{name} buys {change} less than a year ago.").format(
            name=account.name, change=written.percent(-(figures.change or 0.0))
        )
    why = _("From {before} to {after}.").format(
        before=written.short_amount(previous, currency), after=written.short_amount(revenue, currency)
    )
    if figures.class_now and figures.class_now != figures.class_before:
        why += " " + _("It goes from class {before} to class {after}.").format(
            before=figures.class_before, after=figures.class_now
        )
    url = reverse("accounts:account", args=[account.public_id])
    return DueItem(
        kind=_("Sales fall"),
        title=title,
        why=why,
        url=url,
        action=_("Open the account"),
        urgency="now" if figures.class_before == "A" and (figures.change or 0.0) <= 2 * FALL else "soon",
        amount=previous - revenue,
        amount_note=_("less than the year before"),
        account=account.name,
        account_url=url,
    )


def _risen(account: Account, currency: str | None) -> DueItem:
    """One account that rises fast: perhaps one of tomorrow's."""
    written = words.language()
    figures = account.figures
    previous, revenue = figures.previous or Decimal(0), figures.revenue or Decimal(0)
    url = reverse("accounts:account", args=[account.public_id])
    return DueItem(
        kind=_("Sales rise"),
        title=_("{name} buys {change} more than a year ago.").format(
            name=account.name, change=written.percent(figures.change)
        ),
        why=_("From {before} to {after}: one of tomorrow’s accounts?").format(
            before=written.short_amount(previous, currency), after=written.short_amount(revenue, currency)
        ),
        url=url,
        action=_("Open the account"),
        urgency="later",
        amount=revenue - previous,
        amount_note=_("more than the year before"),
        account=account.name,
        account_url=url,
    )


def _others(count: int) -> DueItem:
    """All the others in one line."""
    text = ngettext(
        "{count} other account of class A or B fell by 20% or more.",
        "{count} other accounts of class A or B fell by 20% or more.",
        count,
    )
    return DueItem(
        kind=_("Sales fall"),
        title=text.format(count=words.language().number(count)),
        url=f"{reverse('accounts:list')}?{urlencode({'movement': 'down', 'sort': 'change'})}",
        action=_("See the list"),
        urgency="later",
    )
