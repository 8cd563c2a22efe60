"""A house with an account that a manager leads, its plan, and its client space with one person in it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from trousseau.accounts.models import Account
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective, open_plan
from trousseau.portal.access import Window
from trousseau.portal.actions.spaces import admit, open_space
from trousseau.portal.models import Member


@pytest.fixture
def house(organisation, person):
    """People by name, and two accounts: one that the manager leads, one of another manager."""
    director = person("director", name="Claire Dumas")
    head = person("head", name="Julien Arnaud", reports_to=director)
    people = {
        "director": director,
        "head": head,
        "manager": person("manager", name="Sophie Lacaze", reports_to=head),
        "other": person("manager", name="David Okafor", reports_to=head),
        "expert": person("expert", name="Léa Marchal", email="lea.marchal@garonne.example", reports_to=head),
        "client": person("client", name="Hélène Marchetti", email="helene.marchetti@alstrom.example"),
        "stranger": person("client", name="Dieter Kolb"),
    }
    account = Account.objects.create(key="A1", name="Alstrom SA", manager=people["manager"], search_text="alstrom sa")
    beside = Account.objects.create(key="B1", name="Vernay SA", manager=people["other"], search_text="vernay sa")
    return {**people, "account": account, "beside": beside}


@pytest.fixture
def plan(house):
    """The plan of the account, that began half a year ago, with an objective and an action."""
    today = timezone.localdate()
    made = open_plan(
        house["manager"], house["account"], "First supplier of Alstrom.",
        today - dt.timedelta(days=180), today + dt.timedelta(days=700),
    )  # fmt: skip
    goal = add_objective(house["manager"], made, Wanted(title="Deliver in full", due=today + dt.timedelta(days=100)))
    add_action(
        house["manager"], made,
        Doing(what="Open dock 3", starts=today, due=today + dt.timedelta(days=30), owner=house["manager"],
              objective=goal),
    )  # fmt: skip
    return made


@pytest.fixture
def space(house):
    """The open space of the account, with its client in it."""
    made = open_space(house["manager"], house["account"])
    admit(house["manager"], made, house["client"])
    return made


@pytest.fixture
def window(space):
    """The space through the eyes of its client."""
    member = Member.objects.select_related("space__account__manager", "user", "contact").get(space=space)
    return Window(member.space, member)


@pytest.fixture
def browsing():
    """A browser of its own for each person, where several act in turn."""

    def of(who):
        browser = Client()
        browser.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return of
