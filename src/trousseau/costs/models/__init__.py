"""What is stored of costs."""

from trousseau.costs.models.drivers import ActivityRate, Driver, Kind, Table
from trousseau.costs.models.inflation import ZoneArea, ZoneInflation
from trousseau.costs.models.money import Budget, FinancingRate, FixedCost

__all__ = [
    "ActivityRate",
    "Budget",
    "Driver",
    "FinancingRate",
    "FixedCost",
    "Kind",
    "Table",
    "ZoneArea",
    "ZoneInflation",
]
