"""A house with an account, a manager, two experts and their head."""

from __future__ import annotations

import datetime as dt

import pytest

from support.scene import portfolio, scene
from trousseau.accounts.models import Account
from trousseau.support.models import HeldSkill, Skill

__all__ = ["portfolio", "scene"]


@pytest.fixture
def house(organisation, person):
    """People by name, one account that the manager leads."""
    director = person("director", name="Claire Dumas")
    head = person("head", name="Julien Arnaud", reports_to=director)
    people = {
        "director": director,
        "head": head,
        "manager": person("manager", name="Sophie Lacaze", reports_to=head),
        "other": person("manager", name="David Okafor", reports_to=head),
        "lea": person("expert", name="Léa Marchal", reports_to=head),
        "thomas": person("expert", name="Thomas Weber", reports_to=head),
    }
    account = Account.objects.create(key="A1", name="Alstrom SA", manager=people["manager"], search_text="alstrom sa")
    return {**people, "account": account}


@pytest.fixture
def skill(db):
    """A skill of the delivered list by its code; `level` of someone where one is given."""

    def of(code, user=None, level=3):
        found, _new = Skill.objects.get_or_create(code=code, defaults={"english": code, "french": f"{code} (fr)"})
        if user:
            HeldSkill.objects.create(user=user, skill=found, level=level, said_by=user, said_on=dt.date(2026, 11, 2))
        return found

    return of
