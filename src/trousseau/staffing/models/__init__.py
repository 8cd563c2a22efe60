"""What is stored of competencies and matching."""

from trousseau.staffing.models.profile import Profile

__all__ = ["Profile"]
