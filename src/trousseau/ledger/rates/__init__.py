"""Exchange rates: what one unit of a currency is worth in the base currency, day by day, with its source.

    rates = merge(ecb("EUR", date(2023, 1, 1), date(2026, 10, 31)), own(path, "EUR"))

A line is converted as amount × rate of its day, rounded to 4 decimals, halves away from zero; sums of
such amounts are exact. A line whose currency has no rate that day is unconverted: counted and shown,
never 0, never 1:1.
"""

from trousseau.ledger.rates.central_bank import ecb, ecb_last_day, fetch_ecb
from trousseau.ledger.rates.company import own
from trousseau.ledger.rates.table import MAX_AGE, Rates, RatesError, merge

__all__ = ["MAX_AGE", "Rates", "RatesError", "ecb", "ecb_last_day", "fetch_ecb", "merge", "own"]
