"""How concentrated the portfolio is, over every dimension and inside each of its values; and how that moves.

    found = concentrations(facts, window, costs)
    found.disclosed        # who makes a tenth or more, by which segments (IFRS 8 §34)
    found.excess(Decimal("0.20"))   # what a lender does not lend on

Accounts under common control are first added up: the group the database gives an account wins over the file's, and
where a file says two groups for one account the latest wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from trousseau.ledger.answers.accounts import KEYS
from trousseau.ledger.answers.items import items
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.costs import NOTHING, Costs
from trousseau.ledger.duck import parquet, query, text
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import first_day, last_complete, last_day, shift
from trousseau.ledger.facts.derived import copied, of_version
from trousseau.ledger.whatif.portfolio import Portfolio, money, read
from trousseau.method.arrays import NOISE
from trousseau.method.concentration import Concentration, concentration

DIMENSIONS = ("zone", "division", "currency")
TO_DISCLOSE = 0.10
LIMIT = Decimal("0.20")
QUARTERS = 12


@dataclass(frozen=True)
class Spread:
    """How one total is spread over its parts; shares are None where the total is zero or negative."""

    total: Decimal
    parts: int
    hhi: float | None
    effective_number: float | None
    top: dict[int, float | None]
    """The share of the first 1, 3, 5, 10 parts together."""


@dataclass(frozen=True)
class Inside:
    """One zone, division or currency: its own customers, its first one, and what is left without it."""

    value: str
    share: float | None
    """Of the company's revenue."""
    spread: Spread
    first: str
    """The customer (group) that makes most there, "" where nobody makes anything."""
    first_revenue: Decimal
    first_share: float | None
    left: Decimal
    """Revenue without it."""
    contribution: Decimal | None
    """Today, as far as it is known; None where no cost is."""
    contribution_left: Decimal | None
    """Without the first customer."""
    fixed: Decimal | None
    """Its fixed costs; None: not told."""

    @property
    def spare_left(self) -> Decimal | None:
        """What is left after fixed costs without its first customer."""
        if self.contribution_left is None or self.fixed is None:
            return None
        return self.contribution_left - self.fixed


@dataclass(frozen=True)
class Disclosed:
    """A customer to be named: IFRS 8 §34 wants its amount and the segments that report it."""

    customer: str
    revenue: Decimal
    share: float
    segments: tuple[tuple[str, Decimal], ...]
    """By division (zone where no line gives one), largest first."""


@dataclass(frozen=True)
class Over:
    """What one customer has above a lender's limit."""

    customer: str
    revenue: Decimal
    allowed: Decimal
    excess: Decimal


@dataclass(frozen=True, eq=False)
class Concentrations:
    """Everything about one window; customers are groups, or accounts that stand alone."""

    customers: Spread
    dimensions: dict[str, Spread]
    """The spread over zones, divisions, currencies, families themselves."""
    inside: dict[str, tuple[Inside, ...]]
    """Of each dimension, every value, largest first."""
    disclosed: tuple[Disclosed, ...]
    revenue: dict[str, Decimal] = field(default_factory=dict)
    """Of each customer, largest first."""

    @property
    def total(self) -> Decimal:
        """The revenue of everyone."""
        return self.customers.total

    @property
    def above_whole(self) -> bool:
        """Whether some part makes more than everything, another one being negative."""
        spreads = [self.customers, *self.dimensions.values()]
        spreads += [one.spread for rows in self.inside.values() for one in rows]
        return any(share is not None and share > 1.0 + NOISE for one in spreads for share in one.top.values())

    def excess(self, limit: Decimal = LIMIT) -> tuple[Over, ...]:
        """Who has more than a limit of the total, largest first; nobody where the total is zero or negative.

        Raises:
            ValueError: a limit outside 0 to 1.
        """
        if not 0 <= limit <= 1:
            raise ValueError(f"a limit lies between 0 and 1, got {limit}")
        allowed = limit * self.total
        if self.total <= 0:
            return ()
        return tuple(
            Over(name, amount, allowed, amount - allowed) for name, amount in self.revenue.items() if amount > allowed
        )


def concentrations(facts: Facts, window: Window, costs: Costs = NOTHING, *, scope: Scope = ALL) -> Concentrations:
    """The concentration of a window, by every dimension and inside each value of it."""
    return of_portfolio(
        read(facts, window, costs, scope=scope, by="group"), families=family_revenue(facts, window, scope=scope)
    )


def of_portfolio(portfolio: Portfolio, *, families: Mapping[str, Decimal] | None = None) -> Concentrations:
    """The same of a portfolio by group that is read already; who has costs but sold nothing is no customer of it."""
    portfolio = _sold(portfolio)
    names = portfolio.labels["account"][0]
    sums = portfolio.sums(portfolio.revenue, "account")
    order = sorted(range(len(names)), key=lambda i: (-sums[i], names[i]))
    revenue = {names[i]: money(sums[i]) for i in order}
    dimensions: dict[str, Spread] = {}
    inside: dict[str, tuple[Inside, ...]] = {}
    for dimension in DIMENSIONS:
        values = portfolio.labels[dimension][0]
        if not any(values):
            continue
        dimensions[dimension] = _spread(portfolio.sums(portfolio.revenue, dimension))
        inside[dimension] = _inside(portfolio, dimension)
    if families and any(families):
        dimensions["family"] = _spread([int(amount * 10_000) for amount in families.values()])
    found = Concentrations(_spread(sums), dimensions, inside, (), revenue)
    return replace(found, disclosed=_disclosed(portfolio, found))


def _sold(portfolio: Portfolio) -> Portfolio:
    """The portfolio without the cells that only hold what is told of costs: they are in no zone and no division."""
    kept = (portfolio.revenue != 0) | (portfolio.costed != 0) | (portfolio.cost != 0) | (portfolio.serve == 0)
    for dimension in ("zone", "division"):
        names, code = portfolio.labels[dimension]
        kept |= np.asarray([bool(name) for name in names], dtype=np.bool_)[code]
    if kept.all():
        return portfolio
    labels = {}
    for dimension, (names, code) in portfolio.labels.items():
        used = np.unique(code[kept])
        labels[dimension] = ([names[i] for i in used.tolist()], np.searchsorted(used, code[kept]))
    return replace(
        portfolio,
        labels=labels,
        **{name: getattr(portfolio, name)[kept] for name in ("revenue", "costed", "cost", "serve", "known")},
    )


def _inside(portfolio: Portfolio, dimension: str) -> tuple[Inside, ...]:
    """Every value of a dimension with its own customers."""
    values, code = portfolio.labels[dimension]
    names, account = portfolio.labels["account"]
    company = int(portfolio.revenue.sum())
    told = portfolio.fixed.get(dimension)  # type: ignore[call-overload]  # a currency has none
    found = []
    for i, value in enumerate(values):
        only = code == i
        added = portfolio.sums(portfolio.revenue, "account", only)
        there = sorted(set(account[only].tolist()), key=lambda j: (-added[j], names[j]))
        total, first = sum(added), there[0] if there and added[there[0]] > 0 else None
        known = bool(portfolio.known[only].any())
        given = portfolio.sums(portfolio.contribution, "account", only) if known else []
        contribution = money(sum(given)) if known else None
        found.append(
            Inside(
                value=value,
                share=total / company if company > 0 else None,
                spread=_spread([added[j] for j in there]),
                first=names[first] if first is not None else "",
                first_revenue=money(added[first]) if first is not None else Decimal(0),
                first_share=added[first] / total if first is not None and total > 0 else None,
                left=money(total - (added[first] if first is not None else 0)),
                contribution=contribution,
                contribution_left=(
                    contribution - money(given[first])
                    if contribution is not None and first is not None
                    else contribution
                ),
                fixed=told.by.get(value) if told is not None else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.spread.total, one.value)))


def _disclosed(portfolio: Portfolio, found: Concentrations) -> tuple[Disclosed, ...]:
    """Who makes a tenth of the revenue or more, and in which segments."""
    names = portfolio.labels["account"][0]
    amounts = [found.revenue[name] for name in names]
    over = concentration(amounts, groups=names).over(TO_DISCLOSE)
    segment = "division" if any(portfolio.labels["division"][0]) else "zone"
    listed = []
    for name, share in over:
        only = portfolio.labels["account"][1] == portfolio.accounts[str(name)]
        sums = portfolio.sums(portfolio.revenue, segment, only)
        parts = [
            (value, money(amount)) for value, amount in zip(portfolio.labels[segment][0], sums, strict=True) if amount
        ]
        listed.append(
            Disclosed(str(name), found.revenue[str(name)], share, tuple(sorted(parts, key=lambda p: (-p[1], p[0]))))
        )
    return tuple(listed)


def _spread(sums: list[int]) -> Spread:
    """How some amounts are spread."""
    spread: Concentration = concentration([float(value) for value in sums])
    defined = bool(len(spread.shares)) and not np.isnan(spread.shares).any()
    return Spread(
        total=money(sum(sums)),
        parts=len(sums),
        hhi=spread.hhi if defined else None,
        effective_number=spread.effective_number if defined else None,
        top={n: spread.top(n) if defined else None for n in (1, 3, 5, 10)},
    )


def family_revenue(facts: Facts, window: Window, *, scope: Scope = ALL) -> dict[str, Decimal]:
    """The revenue of each product family."""
    question = Question(facts, scope)
    table = question.ask("families", items=items(question, window.start, window.end))
    return dict(zip(table["family"].to_pylist(), table["revenue"].to_pylist(), strict=True))


@dataclass(frozen=True)
class Moment:
    """The concentration of the twelve months that end with a quarter's last month."""

    end: date
    hhi: float | None
    first_share: float | None


def movement(facts: Facts, *, scope: Scope = ALL) -> dict[str, tuple[Moment, ...]]:
    """How the concentration moved over customers, zones, divisions, currencies: twelve months, a quarter apart.

    Oldest first; the newest ends with the last complete month. Only windows the ledger covers whole.
    """
    ends = quarter_ends(facts)
    found: dict[str, tuple[Moment, ...]] = {}
    question = Question(facts, scope)
    for dimension, part in PARTS.items() if ends else ():
        windows = f"(SELECT * FROM {parquet([windows_file(facts)])} WHERE {question.condition()})"
        table = question.ask("moments", windows=windows, part=KEYS["group"]["key"] if dimension == "customer" else part)
        if dimension != "customer" and not any(table["named"].to_pylist()):
            continue
        rows = zip(*(table[name].to_pylist() for name in ("stop", "hhi", "first")), strict=True)
        found[dimension] = tuple(Moment(last_day(stop), hhi, first) for stop, hhi, first in rows)
    return found


PARTS = {"customer": "", "zone": "p.zone", "division": "p.division", "currency": "p.currency"}


def quarter_ends(facts: Facts, last: int = QUARTERS) -> list[str]:
    """The last months of the windows, oldest first."""
    if facts.first is None or facts.last is None:
        return []
    end = last_complete(facts.last, facts.today)
    begin = facts.first.replace(day=1)
    ends = [shift(end, -3 * back) for back in reversed(range(last))]
    return [name for name in ends if first_day(shift(name, -11)) >= begin]


def windows_file(facts: Facts) -> Path:
    """The revenue of each account in each place over each of these windows, worked out once for a version."""

    def make(draft: Path) -> None:
        question = Question(facts, ALL)
        parts = []
        for stop in quarter_ends(facts):
            window = Window("dates", first_day(shift(stop, -11)), last_day(stop))
            cells = question.cells(window, compared=False)
            parts.append(f"SELECT {text(stop)} AS stop, account, place, revenue FROM {cells}")
        select = query("answers/windows.sql").format(cells=" UNION ALL ".join(parts))
        copied(facts, select, draft)

    return of_version(facts, "quarterly-windows", make)


def warm(facts: Facts) -> None:
    """Work out what the movement needs, so that asking for it is fast."""
    if quarter_ends(facts):
        windows_file(facts)
