"""Two accounts with their managers, and a client of one of them."""

import pytest

from trousseau.accounts.models import Account


@pytest.fixture
def account(db):
    """Make an account: `account("Orion", manager=paul)`."""
    return lambda name, **fields: Account.objects.create(name=name, key=name.lower(), **fields)
