"""The portfolio: how much hangs on how few, everywhere, and what each tier holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import Field

from trousseau.access.models import User
from trousseau.accounts.rows import language
from trousseau.api.questions import Amount, OfPeriod, Told, ledger
from trousseau.exposure.queries.concentration import concentrations
from trousseau.ledger import concentration as spread
from trousseau.method.checkup import RankedAccount
from trousseau.portfolio.queries.measure import Measured, measured
from trousseau.selection.queries import tiers


class Whole(Told):
    """What every answer about the portfolio says: of which days, in which currency, and what is not known."""

    period_start: dt.date
    period_end: dt.date
    currency: str | None = Field(description="null: amounts as they stand in the sales lines")
    revenue: Amount
    missing: list[str] = Field(description="What is not known, in words")


class Spread(Told):
    """How a total is spread over its parts; shares are fractions, null where the total is not above zero."""

    total: Amount
    parts: int
    hhi: float | None
    effective_number: float | None
    top: dict[int, float | None] = Field(description="Share of the first 1, 3, 5, 10 parts together")


class Inside(Told):
    """One zone, division or currency: its own customers, its first one, and what is left without it."""

    value: str = Field(description="empty: not given by the sales lines")
    share: float | None
    spread: Spread
    first: str = Field(description="Key of the customer that makes most there")
    first_name: str = ""
    first_revenue: Amount
    first_share: float | None
    left: Amount
    contribution: Amount | None
    contribution_left: Amount | None
    fixed: Amount | None
    spare_left: Amount | None


class Dimension(Told):
    """The concentration over the values of one dimension, and inside each of them, the largest first."""

    name: str
    spread: Spread
    inside: list[Inside]


class Weighs(Told):
    """A customer, the largest first."""

    account: str = Field(description="Key of the customer: a group, or an account that stands alone")
    name: str
    tier: str | None = None
    revenue: Amount
    share: float | None
    cumulative_share: float | None


class Concentration(Whole):
    """How much hangs on how few; groups under common control are one customer."""

    previous: Amount | None
    pareto_point: float | None = Field(description="p where the first p of customers make 1−p of sales")
    customers: Spread
    dimensions: list[Dimension]
    over_a_tenth: list[Weighs] = Field(description="Customers of 10 % or more (IFRS 8 §34)")
    largest: list[Weighs]


class TierSum(Told):
    """What a tier holds."""

    tier: str
    name: str
    clients: int
    revenue: Amount
    share: float | None


class Tiers(Whole):
    """The tiers in use, the largest first."""

    tiers: list[TierSum]
    without: int = Field(description="Customers of the period that hold no tier")


class AskedConcentration(OfPeriod):
    """Over which period, and how many customers are named."""

    limit: int = Field(10, ge=1, le=100, description="How many of the largest customers.")


def concentration(user: User, asked: AskedConcentration) -> Concentration:
    """How concentrated sales are: by customer, and by zone, division, currency and product family."""
    question = ledger(user, asked.period)
    now, found, held = measured(question), concentrations(question), tiers.held()
    names = {row.account: row.name for row in now.checkup.ranked}
    over = {name for name, _share in now.checkup.over_10}
    point = now.checkup.pareto
    return Concentration(
        **_whole(now, held),
        previous=now.previous_revenue,
        pareto_point=point.point if point.defined else None,
        customers=Spread.model_validate(found.customers),
        dimensions=[
            Dimension(
                name=name,
                spread=Spread.model_validate(one),
                inside=[_inside(place, names) for place in found.inside.get(name, ())],
            )
            for name, one in found.dimensions.items()
        ],
        over_a_tenth=[_weighs(row, held) for row in now.checkup.ranked if row.name in over],
        largest=[_weighs(row, held) for row in now.checkup.ranked[: asked.limit]],
    )


def of_tiers(user: User, asked: OfPeriod) -> Tiers:
    """What each tier holds: how many clients, their sales and share."""
    now, held = measured(ledger(user, asked.period)), tiers.held()
    without = sum(row.account not in held for row in now.checkup.ranked)
    return Tiers(**_whole(now, held), tiers=sums(now, held), without=without)


def sums(now: Measured, held: Mapping[str, tiers.Held]) -> list[TierSum]:
    """Each tier in use; a client without sales in the period counts, and adds nothing."""
    total = now.checkup.revenue
    found: dict[str, list[RankedAccount]] = defaultdict(list)
    for row in now.checkup.ranked:
        if row.account in held:
            found[held[row.account].tier].append(row)
    told = [
        TierSum(
            tier=key,
            name=tiers.name(None, key, held[rows[0].account].tier_name),
            clients=len(rows),
            revenue=(made := sum((row.revenue for row in rows), Decimal(0))),
            share=float(made / total) if total > 0 else None,
        )
        for key, rows in found.items()
    ]
    return sorted(told, key=lambda one: -one.revenue)


def missing(now: Measured, held: Mapping[str, tiers.Held]) -> Iterator[str]:
    """What is not known of the portfolio, in words."""
    said = language()
    if lines := now.checkup.lines.unconverted:
        yield ngettext(
            "%(n)s sales line has no exchange rate: it is in no sum.",
            "%(n)s sales lines have no exchange rate: they are in no sum.",
            lines,
        ) % {"n": said.number(lines)}
    if now.checkup.base_currency is None:
        yield _("No base currency is set: amounts of different currencies were added as they stand.")
    if now.previous_revenue is None:
        yield _("The sales lines do not reach back to the year before: no change can be told.")
    if not held:
        yield _("No tier was decided yet.")


def tier_name(account: str, held: Mapping[str, tiers.Held]) -> str | None:
    """What the tier of a client is called; None where it holds none."""
    one = held.get(account)
    return None if one is None else tiers.name(None, one.tier, one.tier_name)


def _whole(now: Measured, held: Mapping[str, tiers.Held]) -> dict[str, Any]:
    told = now.checkup
    return {
        "period_start": told.start, "period_end": told.end, "currency": told.base_currency, "revenue": told.revenue,
        "missing": list(missing(now, held)),
    }  # fmt: skip


def _inside(one: spread.Inside, names: Mapping[str, str]) -> Inside:
    return Inside.model_validate(one).model_copy(update={"first_name": names.get(one.first, one.first)})


def _weighs(row: RankedAccount, held: Mapping[str, tiers.Held]) -> Weighs:
    return Weighs.model_validate(row).model_copy(update={"tier": tier_name(row.account, held)})
