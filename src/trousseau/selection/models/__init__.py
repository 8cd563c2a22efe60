"""What is stored of selection."""

from trousseau.selection.models.grids import GridDraft, GridVersion

__all__ = ["GridDraft", "GridVersion"]
