"""Net contribution: what is left of each account's revenue after what it cost, what served it, what financed it.

    contribution = margin − cost to serve − financing
    margin       = revenue of the lines that have a cost − their cost
    cost to serve = Σ over drivers and months of quantity × rate
    financing    = Σ over months of revenue × payment days / 365 × yearly rate

**Drivers** are volumes (visits, hours, deliveries), amounts (rebates: money itself, rate 1 unless told otherwise) or
levels (payment days). In a month some table tells of a volume or an amount, an account that is not listed had 0; in a
month no table tells of, it is unknown. An account that is not listed for a level is unknown. `orders`, `lines` and
`credit_notes` are counted in the lines themselves, by month, once they have a rate: no table is needed.

**Periods** other than months count with the days they share with each month of the window, the rounding arranged so
that the months add up to the row. A rate counts for the months on whose first day it is in force.

**Unknown stays unknown.** Only what is known is taken away; `covered` says for each driver how many months of the
window are told and priced, `financed` for how much revenue payment days and a rate are known, `known` for which share
of the revenue a cost is. Margin and contribution are null where no line has a cost (0 where there is no line).

**Places.** What is told of an account is shared out to the places where it bought in the window, in proportion to its
revenue there (equal shares where none is above 0), rounded at 4 decimals with the remainder on the largest: cells add
up to the account exactly, and figures limited to a zone or division take their share. Financing is reckoned in each
place from its own revenue. An account with costs and no line in the window has the zone and division "".

All amounts are DECIMAL(38, 4) in the base currency. Source of the method: R. S. Kaplan & R. Cooper, "Cost & Effect",
1998 (activity-based costing of customers).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa

from trousseau.ledger.answers.accounts import KEYS, By
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.costs.model import PAYMENT_DAYS, Costs, Kind
from trousseau.ledger.costs.months import financing_of
from trousseau.ledger.costs.worked import Worked
from trousseau.ledger.duck import parquet, query, text
from trousseau.ledger.facts import Facts


@dataclass(frozen=True)
class Covered:
    """How much of a window is known of one driver."""

    driver: str
    kind: Kind
    months: int
    """Months of the window in which something is told of it."""
    priced: int
    """Of those, the ones that have a rate (payment days: a rate of financing; other levels: 0)."""


@dataclass(frozen=True)
class Contributions:
    """The net contribution of every account (or group) over a window, and what it is made of."""

    table: pa.Table
    """One row each, the most profitable first, unknown ones last: `account`, `name`, `group`, `revenue`, `costed`,
    `cost` (null: no line has one), `margin`, `serve` (null: the cost of no driver is known), `financing` (null:
    unknown), `financed` (revenue whose financing is known), `contribution`, `known` (share of revenue whose cost
    is known, null unless revenue is above 0)."""
    drivers: pa.Table
    """One row an account and driver: `account`, `driver`, `quantity` (of the whole account; of a level, the average of
    the months told), `cost` (the part in scope; null: no rate), `priced`. No row: 0, in the months told."""
    covered: tuple[Covered, ...]
    """Every driver told, in alphabetical order."""
    months: int
    """How many months the window has, those it cuts included."""
    strangers: tuple[str, ...]
    """Accounts the tables tell of that have no sales line: their costs are in no figure."""


def contributions(
    facts: Facts, window: Window, costs: Costs, *, scope: Scope = ALL, by: By = "account"
) -> Contributions:
    """The net contribution of each account with a converted line in the window, or with costs in it."""
    worked = Worked(facts, window, costs)
    question = Question(facts, scope)
    table = question.ask("costs/contributions", **_parts(question, worked), **KEYS[by])
    covered = _covered(worked)
    return Contributions(
        table=table,
        drivers=_drivers(question, worked, covered, by),
        covered=covered,
        months=len(worked.months),
        strangers=tuple(worked.strangers()),
    )


def contribution_cells(
    facts: Facts, window: Window, costs: Costs, *, scope: Scope = ALL, by: By = "account"
) -> pa.Table:
    """What each account (or group) contributes in each zone, division and currency; they add up to `contributions`.

    Columns: `account` (as in `answers.cells`), `zone`, `division`, `currency`, `revenue`, `costed` (revenue of lines
    that have a cost), `cost` (null: no line has one), `serve` (null: the cost of no driver is known), `financing`
    (null: unknown). Sorted by account, zone, division, currency.
    """
    question = Question(facts, scope)
    parts = _parts(question, Worked(facts, window, costs))
    return question.ask("costs/cells", base=text(facts.base or ""), **parts, **KEYS[by])


def warm(facts: Facts, window: Window, costs: Costs) -> None:
    """Work out what the contribution of a window needs, so that asking for it is fast."""
    worked = Worked(facts, window, costs)
    for _ in (worked.allotted, worked.owed, worked.strangers()):
        pass


def _parts(question: Question, worked: Worked) -> dict[str, str]:
    """The relation of parts, and whether any cost to serve is known."""
    parts = query("costs/parts.sql").format(
        cells=question.cells(worked.window, compared=False),
        allotted=parquet([worked.allotted]),
        owed=parquet([worked.owed]),
        condition=question.condition(),
    )
    return {"parts": parts, "served": str(worked.serving).lower()}


def _covered(worked: Worked) -> tuple[Covered, ...]:
    """Every driver told, with its months."""
    financed = financing_of(worked.costs, worked.months)
    found = []
    for driver, months in worked.told.items():
        rates = financed if driver == PAYMENT_DAYS else worked.rates[driver]
        found.append(Covered(driver, worked.costs.kind(driver), len(months), len(months & rates.keys())))
    return tuple(found)


def _drivers(question: Question, worked: Worked, covered: tuple[Covered, ...], by: By) -> pa.Table:
    """What each account used of each driver."""
    accounts_only = Question(question.facts, replace(question.scope, zones=None, divisions=None), question.bound)
    question.bound["levels"] = [one.driver for one in covered if one.kind == "level"]
    table = question.ask(
        "costs/activities",
        served=parquet([worked.served]),
        allotted=parquet([worked.allotted]),
        reach=accounts_only.condition(),
        condition=question.condition(),
        **KEYS[by],
    )
    priced = {one.driver: one.priced > 0 for one in covered}
    return table.append_column("priced", pa.array([priced[name] for name in table["driver"].to_pylist()], pa.bool_()))
