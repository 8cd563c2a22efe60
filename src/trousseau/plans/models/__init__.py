"""What is stored of plans: objectives, actions, indicators, and what came of them."""

from trousseau.plans.models.kpis import (
    Kpi,
    KpiStanding,
    KpiVersion,
    Outlook,
    Place,
    Reading,
    Rhythm,
    Source,
    Unit,
)
from trousseau.plans.models.plan import LIVING, Horizon, Objective, Plan, Recommendation, Risk, State
from trousseau.plans.models.versions import PlanVersion
from trousseau.plans.models.work import Action, Initiative, Milestone, Progress, Spending

__all__ = [
    "LIVING",
    "Action",
    "Horizon",
    "Initiative",
    "Kpi",
    "KpiStanding",
    "KpiVersion",
    "Milestone",
    "Objective",
    "Outlook",
    "Place",
    "Plan",
    "PlanVersion",
    "Progress",
    "Reading",
    "Recommendation",
    "Rhythm",
    "Risk",
    "Source",
    "Spending",
    "State",
    "Unit",
]
