"""What is stored of client spaces."""

from trousseau.portal.models.entering import Acceptance, EntryLink, Invite, Terms
from trousseau.portal.models.spaces import Member, Space

__all__ = ["Acceptance", "EntryLink", "Invite", "Member", "Space", "Terms"]
