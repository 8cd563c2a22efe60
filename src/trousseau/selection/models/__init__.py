"""What is stored of selection."""

from trousseau.selection.models.days import DaysTold
from trousseau.selection.models.grids import GridDraft, GridVersion
from trousseau.selection.models.spend import SpendTold

__all__ = ["DaysTold", "GridDraft", "GridVersion", "SpendTold"]
