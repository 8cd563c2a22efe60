"""What it costs: what the company tells beside its lines, and what is left of each account's revenue after it.

costs = Costs(fixed=(FixedCost(date(2025, 1, 1), date(2025, 12, 31), "Usinage", None, Decimal(3_000_000)),))
fixed_costs(costs, window.start, window.end, "division")
contributions(facts, window, costs).table
"""

from trousseau.ledger.costs.contribution import Contributions, Covered, contribution_cells, contributions, warm
from trousseau.ledger.costs.fixed import FixedCosts, fixed_costs
from trousseau.ledger.costs.model import (
    COUNTED,
    NOTHING,
    PAYMENT_DAYS,
    QUANTITIES,
    ActivityRate,
    Budget,
    Costs,
    Driver,
    Financing,
    FixedCost,
    Kind,
)

__all__ = [
    "COUNTED",
    "NOTHING",
    "PAYMENT_DAYS",
    "QUANTITIES",
    "ActivityRate",
    "Budget",
    "Contributions",
    "Costs",
    "Covered",
    "Driver",
    "Financing",
    "FixedCost",
    "FixedCosts",
    "Kind",
    "contribution_cells",
    "contributions",
    "fixed_costs",
    "warm",
]
