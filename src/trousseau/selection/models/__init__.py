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
from trousseau.selection.models.grids import GridDraft, GridVersion
from trousseau.selection.models.spend import SpendTold

__all__ = [
    "AssessmentReminder",
    "Assessor",
    "Assigned",
    "Consensus",
    "DaysTold",
    "GridDraft",
    "GridVersion",
    "Judgement",
    "Round",
    "RoundClient",
    "SpendTold",
]
