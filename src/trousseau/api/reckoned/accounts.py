"""One account: its figures over a period, where they come from, and what speaks against it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from trousseau.access.models import User
from trousseau.accounts import queries
from trousseau.accounts.models import Account
from trousseau.api.mcp import risks
from trousseau.api.questions import Amount, OfPeriod, Told
from trousseau.api.reckoned.plans import Sound, sound
from trousseau.api.reckoned.portfolio import tier_name
from trousseau.ledger import answers
from trousseau.ledger.answers import Window, WindowError
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.manifest import FactsError
from trousseau.plans.access import living
from trousseau.selection.queries import tiers


class OfAccount(Told):
    """Of which days, in which currency, and what is not known."""

    period_start: dt.date
    period_end: dt.date
    currency: str | None = Field(description="null: amounts as they stand in the sales lines")
    missing: list[str]


class Figures(OfAccount):
    """The panel of an account; `share` is of the sales of the whole company; null is not known."""

    revenue: Amount | None
    previous: Amount | None
    change: float | None
    share: float | None
    margin: Amount | None = Field(description="On the lines that have a cost")
    margin_rate: float | None
    lines: int
    rank: int | None = Field(description="By sales of the last twelve months, as are class and movement")
    abc: str | None
    movement: str | None
    tier: str | None
    first: dt.date | None = Field(description="Day of the first sales line")
    last: dt.date | None


class Month(Told):
    """The sales of a month."""

    month: dt.date
    revenue: Amount
    year_before: Amount | None


class Bar(Told):
    """One value of a dimension; null: the small ones together, `count` of them."""

    value: str | None
    revenue: Amount
    previous: Amount | None
    share: float | None
    change: float | None
    count: int


class Breakdown(Told):
    """Sales by one dimension; its bars add up to the sales of the period."""

    dimension: str = Field(description="zone, division, family or product")
    values: int
    bars: list[Bar]


class Sales(OfAccount):
    """The sales of an account by month, zone, division, product family and product."""

    revenue: Amount | None
    previous: Amount | None
    months: list[Month] = Field(description="24 months, oldest first")
    breakdowns: list[Breakdown]


class Health(Told):
    """What speaks for and against an account, as its page shows it; null: not known, or not shown to this person."""

    standing: str | None = Field(description="good, watch or bad by the written rules")
    reasons: list[str]
    eroding: bool | None = Field(description="Margin, prices, rhythm or breadth drift down while sales hold")
    leaving: float | None = Field(description="Probability that it leaves within a year")
    leaving_judged: bool = Field(description="true: judged by a person; false: by its rhythm of orders")
    plan: Sound | None = Field(description="Health of the plan in force; null: none, or not this person’s to read")
    missing: list[str]


def figures(_user: User, account: Account, asked: OfPeriod) -> Figures:
    """The panel of figures of an account over a period."""
    made, window = _ledger(asked.period)
    kept, row = queries.reckoning(), getattr(account, "figures", None)
    told = queries.sales(made, [account.key], window, months=1, known=queries.known_figures(account, kept, window))
    held = tiers.held()
    return Figures(
        **_whole(told, made),
        revenue=told.revenue, previous=told.previous, change=told.change,
        share=queries.share_of_sales(made, window, account, kept, told.revenue), margin=told.margin,
        margin_rate=float(told.margin / told.costed) if told.margin is not None and told.costed else None,
        lines=told.lines, rank=row.rank if row else None, abc=(row.class_now or None) if row else None,
        movement=(row.movement or None) if row else None,
        tier=tier_name(account.group.name if account.group else account.key, held),
        first=row.first if row else None, last=row.last if row else None,
    )  # fmt: skip


def sales(_user: User, account: Account, asked: OfPeriod) -> Sales:
    """The sales of an account by month, and by zone, division, product family and product over a period."""
    made, window = _ledger(asked.period)
    known = queries.known_figures(account, queries.reckoning(), window)
    told = queries.sales(made, [account.key], window, known=known)
    parts = queries.breakdowns(made, [account.key], window)
    return Sales(
        **_whole(told, made),
        revenue=told.revenue,
        previous=told.previous,
        months=[Month.model_validate(one) for one in told.months],
        breakdowns=[Breakdown.model_validate(one) for one in parts],
    )


def health(user: User, account: Account) -> Health:
    """Good, to watch or bad and why, silent erosion, probability to leave, and the health of the plan in force."""
    told, plan = risks.of_accounts(user, [account])[account.pk], living(user, account)
    lacking = []
    if told.standing is None:
        lacking.append(_("It has no class: nothing was sold to it in the last twelve months."))
    if told.leaving is None:
        lacking.append(_("No probability to leave: it was not judged, and its orders are too few for a model."))
    return Health(
        standing=told.standing, reasons=told.standing_reasons, eroding=told.eroding, leaving=told.leaving,
        leaving_judged=told.leaving_judged, plan=sound(plan) if plan else None, missing=lacking,
    )  # fmt: skip


def _ledger(period: str) -> tuple[Facts, Window]:
    """The facts and the period as the page of an account asks them; an account is seen whole.

    Raises:
        ValidationError: there is no sales line yet, or no such period of them.
    """
    try:
        made = queries.facts()
        return made, answers.window(made, period)
    except (FactsError, WindowError):
        raise ValidationError({"period": _("This is no period of the sales lines, or there are none yet.")}) from None


def _whole(told: queries.Sales, made: Facts) -> dict[str, Any]:
    lacking = []
    if told.unconverted:
        lacking.append(_("Some sales lines have no exchange rate: they are in no sum."))
    if told.previous is None:
        lacking.append(_("The sales lines do not reach back to the year before: no change can be told."))
    if told.margin is None:
        lacking.append(_("No sales line of it has a cost: no margin can be told."))
    return {
        "period_start": told.window.start, "period_end": told.window.end, "currency": made.base, "missing": lacking,
    }  # fmt: skip
