"""What is stored of selection."""

from trousseau.selection.models.assessments import (
    AssessmentReminder,
    Assessor,
    Assigned,
    Consensus,
    Judgement,
    Round,
    RoundClient,
)
from trousseau.selection.models.days import DaysTold
from trousseau.selection.models.decisions import (
    DecisionSession,
    Proposal,
    Remark,
    Ruling,
    SessionClosing,
    TierDecision,
)
from trousseau.selection.models.grids import GridDraft, GridVersion
from trousseau.selection.models.spend import SpendTold
from trousseau.selection.models.tiers import AccountRank, ManagerDays, TierHeld, TierVersion

__all__ = [
    "AccountRank",
    "AssessmentReminder",
    "Assessor",
    "Assigned",
    "Consensus",
    "DaysTold",
    "DecisionSession",
    "GridDraft",
    "GridVersion",
    "Judgement",
    "ManagerDays",
    "Proposal",
    "Remark",
    "Round",
    "RoundClient",
    "Ruling",
    "SessionClosing",
    "SpendTold",
    "TierDecision",
    "TierHeld",
    "TierVersion",
]
