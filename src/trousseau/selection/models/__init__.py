"""What is stored of selection."""

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
    "CriteriaReview",
    "DaysTold",
    "DecisionSession",
    "ExecutionTold",
    "GridDraft",
    "GridVersion",
    "ManagerDays",
    "Proposal",
    "Remark",
    "ReviewRhythm",
    "Ruling",
    "SessionClosing",
    "SpendTold",
    "TierDecision",
    "TierHeld",
    "TierVersion",
]
