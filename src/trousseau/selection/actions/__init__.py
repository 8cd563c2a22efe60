"""What is decided in selection."""

from trousseau.selection.actions.grids import GridPublishingError, drop_draft, publish_grid, save_draft

__all__ = ["GridPublishingError", "drop_draft", "publish_grid", "save_draft"]
