"""Growth told straight: reported, at constant exchange rates, in constant prices, and the bridge between two periods.

compared = comparison(facts, window(facts, "r12"))
growth(facts, compared, inflation=inflation, by="zone")
"""

from trousseau.ledger.growth.comparing import Comparison, Gap, comparison, gaps
from trousseau.ledger.growth.inflation import EVERYWHERE, UNKNOWN, Inflation
from trousseau.ledger.growth.measure import By, Growth, Item, Row, growth, items, make_usual, zones

__all__ = [
    "EVERYWHERE",
    "UNKNOWN",
    "By",
    "Comparison",
    "Gap",
    "Growth",
    "Inflation",
    "Item",
    "Row",
    "comparison",
    "gaps",
    "growth",
    "items",
    "make_usual",
    "zones",
]
