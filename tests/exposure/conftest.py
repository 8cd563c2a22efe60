"""The ledger of the portfolio's tests."""

from portfolio.conftest import director, sales, stored

__all__ = ["director", "sales", "stored"]
