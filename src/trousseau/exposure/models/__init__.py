"""What is kept of exposure."""

from trousseau.exposure.models.outlooks import Outlook
from trousseau.exposure.models.pricelists import ListPrice, PriceTable
from trousseau.exposure.models.scenarios import Scenario
from trousseau.exposure.models.tariffs import TariffScenario

__all__ = ["ListPrice", "Outlook", "PriceTable", "Scenario", "TariffScenario"]
