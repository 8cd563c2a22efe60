"""What is kept of exposure."""

from trousseau.exposure.models.outlooks import Outlook
from trousseau.exposure.models.scenarios import Scenario

__all__ = ["Outlook", "Scenario"]
