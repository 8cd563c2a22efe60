"""What is stored of costs."""

from trousseau.costs.models.inflation import ZoneArea, ZoneInflation

__all__ = ["ZoneArea", "ZoneInflation"]
