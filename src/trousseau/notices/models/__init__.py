"""What is stored of notices."""

from trousseau.notices.models.notice import Notice

__all__ = ["Notice"]
