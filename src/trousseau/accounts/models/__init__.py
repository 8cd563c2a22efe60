"""What is stored of accounts: who they are, their groups and teams, the figures lists are sorted by."""

from trousseau.accounts.models.account import (
    Account,
    AccountFigures,
    Group,
    Movement,
    Origin,
    Place,
    Reckoning,
    SavedView,
    TeamMember,
    folded,
    opaque_id,
)

__all__ = [
    "Account",
    "AccountFigures",
    "Group",
    "Movement",
    "Origin",
    "Place",
    "Reckoning",
    "SavedView",
    "TeamMember",
    "folded",
    "opaque_id",
]
