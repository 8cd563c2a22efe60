"""Two clients and the people around them: `met` leads Alstrom, `other` leads nothing."""

from __future__ import annotations

import pytest

from trousseau.accounts import access
from trousseau.accounts.models import AccountFigures, Group, TeamMember, folded


@pytest.fixture
def make_account(organisation):
    """Make an account: `make_account("Alstrom SA", group="Alstrom Holding", manager=somebody)`."""

    def make(name, *, group=None, manager=None, team=()):
        held = Group.objects.get_or_create(name=group)[0] if group else None
        account = access.every_account().create(
            key=name, name=name, group=held, manager=manager, search_text=folded(name, group)
        )
        AccountFigures.objects.create(account=account, revenue=1, lines=1, rank=account.pk, class_now="A")
        for member in team:
            TeamMember.objects.create(account=account, user=member)
        return account

    return make


@pytest.fixture
def alstrom(make_account, cast):
    """An account of a group of two, led by the manager of the cast, with the expert on its team."""
    make_account("Alstrom GmbH", group="Alstrom Holding", manager=cast["manager"])
    return make_account("Alstrom SA", group="Alstrom Holding", manager=cast["manager"], team=[cast["expert"]])
