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
    folded,
    opaque_id,
)
from trousseau.accounts.models.team import ManagerTerm, TeamMember, TeamRole, current

__all__ = [
    "Account",
    "AccountFigures",
    "Group",
    "ManagerTerm",
    "Movement",
    "Origin",
    "Place",
    "Reckoning",
    "SavedView",
    "TeamMember",
    "TeamRole",
    "current",
    "folded",
    "opaque_id",
]
