"""What is decided and told in selection."""

from trousseau.selection.actions.closing import close_session
from trousseau.selection.actions.days import tell_days
from trousseau.selection.actions.grids import GridPublishingError, drop_draft, publish_grid, save_draft
from trousseau.selection.actions.sessions import (
    SessionError,
    decide_as_proposed,
    decide_tier,
    discuss,
    open_session,
    propose_tier,
    take_back,
)
from trousseau.selection.actions.spend import SpendTakenError, Told, ToldOf, load_spend, may_tell, tell_spend
from trousseau.selection.actions.tiers import TiersPublishingError, publish_tiers, set_manager_days

__all__ = [
    "GridPublishingError",
    "SessionError",
    "SpendTakenError",
    "TiersPublishingError",
    "Told",
    "ToldOf",
    "close_session",
    "decide_as_proposed",
    "decide_tier",
    "discuss",
    "drop_draft",
    "load_spend",
    "may_tell",
    "open_session",
    "propose_tier",
    "publish_grid",
    "publish_tiers",
    "save_draft",
    "set_manager_days",
    "take_back",
    "tell_days",
    "tell_spend",
]
