"""What is stored of client spaces."""

from trousseau.portal.models.spaces import Member, Space

__all__ = ["Member", "Space"]
