"""What is stored of competencies and matching."""

from trousseau.staffing.models.assessments import Answer, Assessment, DevelopmentAction, LevelFound, Subject, Voice
from trousseau.staffing.models.frameworks import FrameworkDraft, FrameworkVersion
from trousseau.staffing.models.profile import Profile

__all__ = [
    "Answer",
    "Assessment",
    "DevelopmentAction",
    "FrameworkDraft",
    "FrameworkVersion",
    "LevelFound",
    "Profile",
    "Subject",
    "Voice",
]
