"""What is stored of notices."""

from trousseau.notices.models.notice import Letter, Notice, Pace
from trousseau.notices.models.wishes import KindWish, Wishes

__all__ = ["KindWish", "Letter", "Notice", "Pace", "Wishes"]
