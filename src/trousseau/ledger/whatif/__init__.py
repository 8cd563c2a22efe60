"""What if: the portfolio before and after losses and shocks, against its fixed costs, and what would break it.

portfolio = read(facts, window, costs)
answer = what_if(portfolio, Scenario(lost=(Lost("Alstrom"),)))
answer.result.after
breaking(portfolio, "division", "Usinage").lost
"""

from trousseau.ledger.whatif.answer import what_if
from trousseau.ledger.whatif.breaking import all_breakings, breaking, joint_breaking
from trousseau.ledger.whatif.portfolio import Portfolio, family_names, read
from trousseau.method.impact import Answer, Breaking, Figure, Part
from trousseau.method.scenario import LIMITS, NO_CHANGE, Kind, Lost, Scenario, ScenarioError, Shock

__all__ = [
    "LIMITS",
    "NO_CHANGE",
    "Answer",
    "Breaking",
    "Figure",
    "Kind",
    "Lost",
    "Part",
    "Portfolio",
    "Scenario",
    "ScenarioError",
    "Shock",
    "all_breakings",
    "breaking",
    "family_names",
    "joint_breaking",
    "read",
    "what_if",
]
