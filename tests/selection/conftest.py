"""The ledger of the portfolio's tests, a director's browser over it, and another portfolio with costs."""

from __future__ import annotations

import pytest

from portfolio.conftest import director, sales, stored

__all__ = ["director", "sales", "stored"]


@pytest.fixture
def browser(director, client):
    """The browser of a director."""
    client.force_login(director)
    return client
