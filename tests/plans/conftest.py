"""A house with a director, a head, two managers and an expert; an account that one of them leads, with its plan."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from trousseau.accounts.models import Account
from trousseau.plans.actions.plan import open_plan


@pytest.fixture
def house(organisation, person):
    """People by name, and the account that the manager leads."""
    director = person("director", name="Claire Dumas")
    head = person("head", name="Julien Arnaud", reports_to=director)
    people = {
        "director": director,
        "head": head,
        "manager": person("manager", name="Sophie Lacaze", reports_to=head),
        "other": person("manager", name="David Okafor", reports_to=head),
        "expert": person("expert", name="Léa Marchal", reports_to=head),
    }
    account = Account.objects.create(key="A1", name="Alstrom SA", manager=people["manager"], search_text="alstrom sa")
    return {**people, "account": account}


@pytest.fixture
def plan(house):
    """Its plan, that began half a year ago."""
    today = timezone.localdate()
    return open_plan(
        house["manager"],
        house["account"],
        "First supplier of Alstrom in three years.",
        today - dt.timedelta(days=180),
        today + dt.timedelta(days=700),
    )
