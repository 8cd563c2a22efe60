"""What is stored of competencies and matching."""

from trousseau.staffing.models.demand import AccountDemand
from trousseau.staffing.models.matching import Backup, HandOver, MatchingRule, Proposal, Rivalry
from trousseau.staffing.models.profile import Profile

__all__ = ["AccountDemand", "Backup", "HandOver", "MatchingRule", "Profile", "Proposal", "Rivalry"]
