"""What is stored of competencies and matching."""

from trousseau.staffing.models.assessments import Answer, Assessment, DevelopmentAction, LevelFound, Subject, Voice
from trousseau.staffing.models.demand import AccountDemand
from trousseau.staffing.models.frameworks import FrameworkDraft, FrameworkVersion
from trousseau.staffing.models.matching import Backup, HandOver, MatchingRule, Proposal, Rivalry
from trousseau.staffing.models.profile import Profile

__all__ = [
    "AccountDemand",
    "Answer",
    "Assessment",
    "Backup",
    "DevelopmentAction",
    "FrameworkDraft",
    "FrameworkVersion",
    "HandOver",
    "LevelFound",
    "MatchingRule",
    "Profile",
    "Proposal",
    "Rivalry",
    "Subject",
    "Voice",
]
