"""An account with its manager, head, expert and director, and people at the client."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from accounts.conftest import portfolio
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account, TeamMember
from trousseau.knowledge.models import Contact

__all__ = ["portfolio"]


@dataclass
class Scene:
    """Who is around one account, and a second account its people do not see."""

    account: Account
    other: Account
    director: User
    head: User
    manager: User
    expert: User
    stranger: User
    contact: Contact
    today: dt.date


@pytest.fixture
def scene(portfolio, person):
    """Alstrom, led by Sophie, whose head is Julien; Thomas is on its team; another account is led by nobody."""
    account, other = portfolio(2)
    director = person("director", name="Claire Dumas")
    head = person("head", name="Julien Arnaud")
    manager = person("manager", name="Sophie Lacaze", reports_to=head)
    expert = person("expert", name="Thomas Weber", reports_to=head)
    stranger = person("manager", name="Mateo Ibarra")
    account.manager = manager
    account.name, account.search_text = "Alstrom SA", "alstrom sa c00000"
    account.save()
    TeamMember.objects.create(account=account, user=expert)
    contact = Contact.objects.create(account=account, name="Ana Ruiz", title="Qualité", said_on=dt.date(2026, 1, 1))
    return Scene(
        access.every_account().get(pk=account.pk), other, director, head, manager, expert, stranger, contact,
        timezone.localdate(),
    )  # fmt: skip
