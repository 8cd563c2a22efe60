"""How much may be lost with the customers that leave within a time, and who carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

import numpy as np
import pyarrow as pa

from trousseau.ledger.answers import ALL, Scope, Window, accounts, cells
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.facts import Facts
from trousseau.ledger.outlook.retention import Reason, Retention, retention
from trousseau.ledger.outlook.spread import yearly_spread
from trousseau.method.arrays import Floats
from trousseau.method.loss import LossDistribution, loss_distribution

Measure = Literal["contribution", "margin", "revenue"]
Sector = Literal["none", "zone", "division", "family"]
Source = Literal["judgement", "model", "rate", "given", "unknown"]
"""Where a probability comes from: the manager, the account's own orders, the portfolio's rate of loss, a file."""

COVERED = 0.95
"""A margin is the exposure where costs are known for this share of the revenue at least."""

MONTHS = 12
YEAR = 365.25
LEVELS = (0.95, 0.99)
"""One year in twenty, one in a hundred."""


@dataclass(frozen=True)
class Judgement:
    """What a manager holds to be the probability of losing an account within a year."""

    probability: float | None
    """None: no judgement, only a contract."""
    reason: str = ""
    made_on: date | None = None
    author: str = ""
    contract: bool = False
    """The account buys under a contract: its order days say nothing."""


@dataclass(frozen=True)
class Settings:
    """What is asked."""

    sector: Sector = "division"
    """What accounts hang together by."""
    link: float = 0.5
    """The share of an account's probability that moves with its sector: an assumption, not a measurement."""
    variance: float | None = None
    """Of a sector's factor; None: what the ledger's years tell, else what is assumed (`ASSUMED`)."""
    months: int = MONTHS
    """The horizon."""
    measure: Measure | None = None
    """What is lost with an account; None: the best that is known."""


DEFAULTS = Settings()

ASSUMED = 0.25
"""A deviation of half the mean, the ratio of CreditRisk+'s own example (1997)."""

MOST = 10.0
"""No sector is taken to be wilder."""


@dataclass(frozen=True)
class SectorVariance:
    """The variance of a sector's factor, and where it comes from."""

    value: float
    source: Literal["given", "history", "assumption"]
    years: int = 0
    """The years it was estimated from."""
    lost: float = 0.0
    """The customers lost in them."""


@dataclass(frozen=True)
class LossRow:
    """One account (or group)."""

    account: str
    name: str
    exposure: Decimal
    """A year's worth."""
    probability: float
    source: Source
    model: float | None
    """What the model says, also where it is not what counts."""
    reason: Reason
    """Why the model says nothing."""
    judgement: Judgement | None
    expected: float
    carried: float
    """Of the mean loss in the worst twentieth of all years."""
    share: float | None


@dataclass(frozen=True)
class LeftOut:
    """Accounts that are in no figure."""

    accounts: int
    revenue: Decimal


@dataclass(frozen=True, eq=False)
class Losses:
    """The possible losses of a portfolio."""

    settings: Settings
    measure: Measure
    currency: str | None
    window: Window
    law: LossDistribution
    rows: tuple[LossRow, ...]
    """Those that carry most first."""
    total: Decimal
    """All exposures together."""
    no_probability: LeftOut
    """Nothing is known of when they leave."""
    no_exposure: LeftOut
    """Their costs are not known."""
    retention: Retention = field(repr=False)
    variance: SectorVariance = SectorVariance(ASSUMED, "assumption")

    @property
    def expected(self) -> float:
        """The mean loss."""
        return self.law.expected

    def quantile(self, p: float) -> float:
        """The loss that is passed with probability 1 − p."""
        return self.law.quantile(p)

    def shortfall(self, p: float) -> float:
        """The mean loss beyond it."""
        return self.law.shortfall(p)


def losses(
    facts: Facts,
    window: Window,
    *,
    scope: Scope = ALL,
    by: By = "account",
    settings: Settings = DEFAULTS,
    judgements: Mapping[str, Judgement] | None = None,
    given: Mapping[str, float] | None = None,
    contributions: Mapping[str, Decimal] | None = None,
    known: Retention | None = None,
) -> Losses:
    """The possible losses of the accounts (or groups) that bought in a window.

    A manager's judgement wins over the model; `given` (a file) wins over both; where neither is, the portfolio's own
    rate of loss stands in. An account without any is left out and counted. `contributions`: each account's net
    contribution in the window, where costs to serve are known. `known`: the retention, where it is at hand.

    Raises:
        ValueError: a probability outside 0 to 1, a link outside 0 to 1, a negative variance.
    """
    if not 0.0 <= settings.link <= 1.0:
        raise ValueError(f"the link lies between 0 and 1, got {settings.link}")
    variance = _variance(facts, settings, scope=scope, by=by)
    table = accounts(facts, window, scope=scope, by=by)
    seen = known if known is not None else retention(facts, scope=scope, by=by)
    measure = settings.measure or _best(table, contributions)
    exposures = _exposures(table, measure, contributions, window)
    told = _Told(seen, settings.months, judgements or {}, given or {})
    entries, unknown, uncosted = [], [], []
    for row, exposure in zip(table.to_pylist(), exposures, strict=True):
        if not row["lines"] or not row["revenue"]:
            continue
        if exposure is None:
            uncosted.append(row["revenue"])
            continue
        entry = told.of(row["account"], row["name"], exposure)
        if entry.source == "unknown":
            unknown.append(row["revenue"])
        else:
            entries.append(entry)
    rows, law = _carried(entries, facts, window, scope=scope, by=by, settings=settings, variance=variance.value)
    return Losses(
        settings=settings,
        measure=measure,
        currency=facts.base,
        window=window,
        law=law,
        rows=rows,
        total=sum((row.exposure for row in rows), Decimal(0)),
        no_probability=LeftOut(len(unknown), sum(unknown, Decimal(0))),
        no_exposure=LeftOut(len(uncosted), sum(uncosted, Decimal(0))),
        retention=seen,
        variance=variance,
    )


def _variance(facts: Facts, settings: Settings, *, scope: Scope, by: By) -> SectorVariance:
    """The variance that is given, else told by the ledger's years, else assumed."""
    if settings.variance is not None:
        return SectorVariance(settings.variance, "given")
    if settings.sector == "none" or not settings.link:
        return SectorVariance(ASSUMED, "assumption")
    found = yearly_spread(facts, settings.sector, scope=scope, by=by)
    if found is None:
        return SectorVariance(ASSUMED, "assumption")
    return SectorVariance(min(found.variance / settings.link**2, MOST), "history", found.years, found.lost)


def _best(table: pa.Table, contributions: Mapping[str, Decimal] | None) -> Measure:
    """The best measure that is known for nearly all the revenue."""
    if contributions:
        return "contribution"
    revenue = sum(filter(None, table["revenue"].to_pylist()), Decimal(0))
    costed = sum(filter(None, table["costed"].to_pylist()), Decimal(0))
    return "margin" if revenue > 0 and float(costed / revenue) >= COVERED else "revenue"


def _exposures(
    table: pa.Table, measure: Measure, contributions: Mapping[str, Decimal] | None, window: Window
) -> list[Decimal | None]:
    """A year's worth of each account; None where it is not known."""
    days = (window.end - window.start).days + 1
    year = Decimal(1) if abs(days - YEAR) < 2 else Decimal(str(YEAR)) / days
    if measure == "contribution":
        found = [(contributions or {}).get(account) for account in table["account"].to_pylist()]
    elif measure == "margin":
        columns = (table[name].to_pylist() for name in ("revenue", "cost", "costed"))
        found = [
            costed - cost if cost is not None and revenue and float(costed / revenue) >= COVERED else None
            for revenue, cost, costed in zip(*columns, strict=True)
        ]
    else:
        found = table["revenue"].to_pylist()
    return [None if amount is None else amount * year for amount in found]


class _Told:
    """The probability of each account, and where it comes from."""

    def __init__(
        self, seen: Retention, months: int, judgements: Mapping[str, Judgement], given: Mapping[str, float]
    ) -> None:
        self.seen, self.judgements, self.given, self.months = seen, judgements, given, months
        self.model = seen.lost_within(months)
        self.rate = seen.rate_within(months)

    def of(self, account: str, name: str, exposure: Decimal) -> LossRow:
        """The row of one account, before what it carries is known."""
        at = self.seen.index.get(account)
        judgement = self.judgements.get(account)
        reason: Reason = "short" if at is None else self.seen.reasons[at]
        if judgement is not None and judgement.contract and not reason:
            reason = "contract"
        model = None if at is None or np.isnan(self.model[at]) else float(self.model[at])
        probability, source = self._chosen(account, judgement, None if reason else model)
        return LossRow(
            account,
            name,
            exposure,
            probability,
            source,
            model,
            reason,
            judgement,
            probability * float(exposure),
            0.0,
            None,
        )

    def _chosen(self, account: str, judgement: Judgement | None, model: float | None) -> tuple[float, Source]:
        if account in self.given:
            return self._over(self.given[account]), "given"
        if judgement is not None and judgement.probability is not None:
            return self._over(judgement.probability), "judgement"
        if model is not None:
            return model, "model"
        return (self.rate, "rate") if self.rate is not None else (0.0, "unknown")

    def _over(self, yearly: float) -> float:
        """A year's probability over the horizon."""
        if self.months == MONTHS or not 0.0 <= yearly <= 1.0:
            return yearly
        return float(1.0 - (1.0 - yearly) ** (self.months / MONTHS))


def _carried(
    entries: list[LossRow],
    facts: Facts,
    window: Window,
    *,
    scope: Scope,
    by: By,
    settings: Settings,
    variance: float,
) -> tuple[tuple[LossRow, ...], LossDistribution]:
    """The law, and the rows with what they carry of it."""
    exposure = np.array([float(row.exposure) for row in entries])
    probability = np.array([row.probability for row in entries])
    weights = None
    if settings.sector != "none" and settings.link > 0.0 and variance > 0.0 and entries:
        # An account that is nearly sure to go hangs little on its sector, and no probability may pass 1.
        shares = _sectors(entries, facts, window, scope=scope, by=by, sector=settings.sector)
        weights = shares * (settings.link * (1.0 - probability))[:, None]
    variances = None if weights is None else np.full(weights.shape[1], variance)
    law = loss_distribution(exposure, probability, weights=weights, variance=variances)
    carried = law.contributions(LEVELS[0])
    whole = float(carried.sum())
    rows = [
        LossRow(
            row.account, row.name, row.exposure, row.probability, row.source, row.model, row.reason, row.judgement,
            row.expected, float(amount), float(amount) / whole if whole > 0 else None,
        )
        for row, amount in zip(entries, carried, strict=True)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.carried, row.name))), law


def _sectors(entries: list[LossRow], facts: Facts, window: Window, *, scope: Scope, by: By, sector: Sector) -> Floats:
    """The shares of each account's revenue by sector, (accounts, sectors); rows add up to 1, or are 0."""
    assert sector != "none"  # noqa: S101 - for the types
    table = cells(facts, window, sector, scope=scope, by=by)
    values = sorted(set(table["value"].to_pylist()))
    place = {value: i for i, value in enumerate(values)}
    row = {entry.account: i for i, entry in enumerate(entries)}
    shares = np.zeros((len(entries), max(len(values), 1)))
    columns = (table[name].to_pylist() for name in ("value", "account", "revenue"))
    for value, account, revenue in zip(*columns, strict=True):
        if account in row and revenue > 0:
            shares[row[account], place[value]] += float(revenue)
    whole = shares.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(shares, whole, out=shares, where=whole > 0))
