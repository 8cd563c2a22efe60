"""What is kept of exposure."""

from trousseau.exposure.models.scenarios import Scenario

__all__ = ["Scenario"]
