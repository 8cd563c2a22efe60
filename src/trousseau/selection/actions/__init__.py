"""What is decided and told in selection."""

from trousseau.selection.actions.days import tell_days
from trousseau.selection.actions.grids import GridPublishingError, drop_draft, publish_grid, save_draft
from trousseau.selection.actions.spend import SpendTakenError, Told, ToldOf, load_spend, may_tell, tell_spend

__all__ = [
    "GridPublishingError",
    "SpendTakenError",
    "Told",
    "ToldOf",
    "drop_draft",
    "load_spend",
    "may_tell",
    "publish_grid",
    "save_draft",
    "tell_days",
    "tell_spend",
]
