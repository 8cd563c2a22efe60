"""The pages of value delivered: all clients, one client, one thing brought, the part of a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import Organisation, User
from trousseau.access.rules import person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.knowledge.access import accounts_of_client
from trousseau.knowledge.models import EconomicFact
from trousseau.knowledge.pages.tables import figure
from trousseau.method.delivered import between
from trousseau.plans.access import may_edit
from trousseau.plans.models import Plan
from trousseau.plans.models.value import Category, Delivered, Opinion
from trousseau.plans.queries import ideas as bank
from trousseau.plans.queries import value as queries
from trousseau.plans.queries.value import Ask, Totals
from trousseau.plans.value_forms import DeliveredForm, OpinionForm, as_typed, drafted

STATES = {Opinion.CONFIRMED: "good", Opinion.UNSAID: "watch", Opinion.CONTESTED: "bad"}
IN_PART = 5
PAGE = 50
THEIRS = 8


@dataclass(frozen=True)
class Row:
    """One thing brought as a list shows it."""

    one: Delivered
    url: str
    category: str
    state: str
    word: str
    amount: str
    so_far: str
    estimated: bool
    """Not confirmed: the amount is ours alone."""


@dataclass(frozen=True)
class Bar:
    """A category with its bar: confirmed over 12 months, and what is to be confirmed."""

    label: str
    confirmed: str
    waiting: str
    share: float


@dataclass(frozen=True)
class Beside:
    """One figure of the client's own business, with the one before it where there is one."""

    name: str
    value: str
    period: str
    change: str
    said: str


def base() -> str | None:
    """The currency of every amount here."""
    return Organisation.current().base_currency or None


def row(one: Delivered, today: dt.date) -> Row:
    """One thing brought, in words."""
    said, brought = language(), one.brought
    amount = said.amount(one.counted, base())
    if brought is not None and one.yearly:
        amount = _("%(amount)s a year") % {"amount": amount}
    return Row(
        one=one,
        url=reverse("plans:value_one", args=[one.account.public_id, one.public_id]),
        category=str(Category(one.category).label),
        state=STATES[Opinion(one.opinion)],
        word=str(Opinion(one.opinion).label),
        amount=amount if brought is not None else _("not in money"),
        so_far=said.amount(between(brought, one.since, today), base()) if brought is not None else "–",
        estimated=one.opinion != Opinion.CONFIRMED,
    )


def finding(account: Account, sums: Totals) -> str:
    """What one client says of what was brought to them."""
    said = language()
    per = per_hundred(account, sums)
    named = {"account": account.name, "year": said.short_amount(sums.year, base()), "per": per,
             "hundred": said.amount(100, base()), "open": said.short_amount(sums.open, base())}  # fmt: skip
    if not sums.entries:
        return _("What we brought to %(account)s is not written down yet.") % named
    if sums.year and per:
        return _("%(account)s confirms %(year)s of value over 12 months: %(per)s for each %(hundred)s it buys.") % named
    if sums.year:
        return _("%(account)s confirms %(year)s of value over 12 months.") % named
    if sums.open:
        return _("%(account)s has confirmed nothing over 12 months; %(open)s is to be confirmed.") % named
    return _("%(account)s has confirmed no amount over 12 months.") % named


def per_hundred(account: Account, sums: Totals) -> str:
    """The value confirmed for each hundred they buy; "" where that is unknown."""
    figures = getattr(account, "figures", None)
    if figures is None or not figures.revenue or figures.revenue <= 0 or not sums.year:
        return ""
    return language().amount(sums.year / figures.revenue * 100, base(), cents=True)


def account(request: HttpRequest, found: Account, form: DeliveredForm | None = None) -> dict[str, Any]:
    """The page of one client."""
    user, today = person(request), timezone.localdate()
    rows = list(queries.of_account(user, found))
    sums = queries.totals(rows, today)
    quarters = queries.running(rows, today)
    highest = max((one.total for one in quarters), default=Decimal(0))
    edits = may_edit(user, found)
    idea = bank.bank(user).filter(public_id=request.GET.get("idea", "")[:16].replace("\x00", "")).first()
    begun = {"since": today} | (drafted(idea) if idea else {})
    return account_pages.head(request, found, "plan") | {
        "said": finding(found, sums),
        "sums": sums,
        "per": per_hundred(found, sums),
        "rows": [row(one, today) for one in rows],
        "bars": _bars(sums),
        "quarters": [(one, float(one.total / highest) if highest else 0.0) for one in reversed(quarters)],
        "theirs": _theirs(user, found),
        "may_edit": edits,
        "form": form or (DeliveredForm(user, found, auto_id="v-%s", initial=begun) if edits else None),
        "refused": form is not None or idea is not None,
        "idea": idea,
        "money": base(),
        "query": f"?account={found.public_id}",
    }


def overview(request: HttpRequest) -> dict[str, Any]:
    """The page of all clients."""
    user, today, ask = person(request), timezone.localdate(), Ask.of(request.GET.dict())
    found = list(queries.matching(user, ask))
    sums = queries.totals(found, today)
    accounts = queries.by_account(found, today)
    page = Paginator(accounts, PAGE).get_page(request.GET.get("page"))
    said = language()
    confirming = sum(1 for _one, its in accounts if its.year)
    text = _("No value brought to a client is written down yet.")
    if found or ask.query():
        text = ngettext(
            "%(n)s client confirms %(year)s of value brought over 12 months.",
            "%(n)s clients confirm %(year)s of value brought over 12 months.",
            confirming,
        ) % {"year": said.short_amount(sums.year, base()), "n": said.number(confirming)}
    waiting = sorted((one for one in found if one.opinion == Opinion.UNSAID), key=_weight, reverse=True)
    return {
        "said": text,
        "sums": sums,
        "ask": ask,
        "query": f"?{ask.query()}" if ask.query() else "",
        "page": page,
        "accounts": [(one, its, per_hundred(one, its)) for one, its in page.object_list],
        "bars": _bars(sums),
        "waiting": [row(one, today) for one in waiting[:10]],
        "categories": Category.choices,
        "opinions": Opinion.choices,
        "money": base(),
        "anything": bool(found) or bool(ask.query()),
    }


def one(
    request: HttpRequest,
    found: Delivered,
    *,
    form: DeliveredForm | None = None,
    opinion: OpinionForm | None = None,
    wrong: str = "",
    problem: Sequence[str] = (),
) -> dict[str, Any]:
    """The page of one thing brought, with what was refused."""
    user, today = person(request), timezone.localdate()
    edits = may_edit(user, found.account)
    begun = {"on": today, "by": found.said_by, "said": found.said, "agreed": found.agreed}
    return {
        "row": row(found, today),
        "one": found,
        "account": found.account,
        "may_edit": edits,
        "form": form
        or (DeliveredForm(user, found.account, auto_id="v-%s", initial=as_typed(found)) if edits else None),
        "opinion": opinion or OpinionForm(auto_id="o-%s", initial=begun),
        "wrong": wrong,
        "problem": problem,
        "money": base(),
        "events": [(event, SENTENCES.get(event.verb, event.verb)) for event in history(found)],
    }


def part(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """What the page of a plan shows of it: the largest of the last 12 months, the total in its title."""
    today, account = timezone.localdate(), plan.account
    rows = list(queries.of_account(person(request), account))
    sums = queries.totals(rows, today)
    said = language()
    heaviest = sorted(rows, key=_weight, reverse=True)
    return {
        "title": _("Value delivered to %(account)s") % {"account": account.name},
        "subtitle": _("%(year)s confirmed over 12 months") % {"year": said.amount(sums.year, base())} if rows else "",
        "rows": [row(one, today) for one in heaviest[:IN_PART]],
        "account": account,
        "more": ngettext("All %(n)s", "All %(n)s", len(rows)) % {"n": len(rows)} if rows else _("Write it down"),
        "more_url": reverse("plans:value_here", args=[account.public_id]),
    }


def _weight(one: Delivered) -> Decimal:
    """What it brings over 12 months or once; what is not in money comes last."""
    return one.counted or Decimal(0)


def _bars(sums: Totals) -> list[Bar]:
    said = language()
    largest = max((a + b for a, b in sums.by_category.values()), default=Decimal(0))
    order = sorted(sums.by_category.items(), key=lambda item: -(item[1][0] + item[1][1]))
    return [
        Bar(
            str(Category(name).label),
            said.short_amount(confirmed, base()) if confirmed else "–",
            said.short_amount(waiting, base()) if waiting else "",
            float(confirmed / largest),
        )
        for name, (confirmed, waiting) in order
        if largest
    ]


def _theirs(user: User, account: Account) -> list[Beside]:
    """The figures of their own business that somebody told: the latest of each name, and how it moved since before."""
    facts = EconomicFact.objects.filter(account__in=accounts_of_client(user, account), removed_at=None)
    told: dict[str, list[EconomicFact]] = {}
    for fact in facts.order_by("name", "-said_on", "-id"):
        told.setdefault(fact.name, []).append(fact)
    return [_beside(name, rows) for name, rows in list(told.items())[:THEIRS]]


def _beside(name: str, rows: list[EconomicFact]) -> Beside:
    latest = rows[0]
    before = next((one for one in rows[1:] if one.unit == latest.unit and one.period != latest.period), None)
    change = ""
    if before is not None and before.value > 0:
        change = language().signed_percent(latest.value / before.value - 1)
    return Beside(name, figure(latest), latest.period, change, language().date(latest.said_on))
