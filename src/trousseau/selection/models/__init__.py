"""What is stored of selection."""

from trousseau.selection.models.assessments import (
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
from trousseau.selection.models.reviews import CriteriaReview, ExecutionTold, ReviewRhythm
from trousseau.selection.models.spend import SpendTold
from trousseau.selection.models.tiers import AccountRank, ManagerDays, TierHeld, TierVersion

__all__ = [
    "AccountRank",
    "Assessor",
    "Assigned",
    "Consensus",
    "CriteriaReview",
    "DaysTold",
    "DecisionSession",
    "ExecutionTold",
    "GridDraft",
    "GridVersion",
    "Judgement",
    "ManagerDays",
    "Proposal",
    "Remark",
    "ReviewRhythm",
    "Round",
    "RoundClient",
    "Ruling",
    "SessionClosing",
    "SpendTold",
    "TierDecision",
    "TierHeld",
    "TierVersion",
]
