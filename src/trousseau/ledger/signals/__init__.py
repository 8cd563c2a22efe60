"""What each account shows month by month: sales, orders, breadth, margin, price.

    found = series(facts, "2026-10")
    found.signals.price[row, -1]

A month of the ledger is worked out once (`facts.derived.of_month`), whatever comes after it.
"""

from trousseau.ledger.signals.series import Series, series

__all__ = ["Series", "series"]
