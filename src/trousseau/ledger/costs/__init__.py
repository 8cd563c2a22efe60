"""What it costs: what the company tells beside its lines, and what is left of each account's revenue after it.

costs = Costs(fixed=(FixedCost(date(2025, 1, 1), date(2025, 12, 31), "Usinage", None, Decimal(3_000_000)),))
fixed_costs(costs, window.start, window.end, "division")
"""

from trousseau.ledger.costs.fixed import FixedCosts, fixed_costs
from trousseau.ledger.costs.model import NOTHING, ActivityRate, Budget, Costs, Financing, FixedCost

__all__ = [
    "NOTHING",
    "ActivityRate",
    "Budget",
    "Costs",
    "Financing",
    "FixedCost",
    "FixedCosts",
    "fixed_costs",
]
