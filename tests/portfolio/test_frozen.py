"""Frozen check-ups do not change, and say the same when they are opened again."""

from __future__ import annotations

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied

from trousseau.portfolio import indicators
from trousseau.portfolio.actions import freeze_checkup
from trousseau.portfolio.models import FrozenAccount, FrozenCheckup, FrozenError
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.measure import measured, quarters, whole
from trousseau.portfolio.queries.reproducing import reproduced
from trousseau.portfolio.queries.source import asked, scope_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(director):
    return freeze_checkup(director, asked(director, {"by": "account"}), " why ")


def test_nothing_changes_a_frozen_checkup(frozen):
    frozen.note = "changed"
    for attempt in (
        frozen.save,
        frozen.delete,
        lambda: FrozenCheckup.objects.update(note="changed"),
        lambda: FrozenCheckup.objects.all().delete(),
        lambda: FrozenAccount.objects.filter(rank=1).update(class_now="C"),
        lambda: FrozenAccount.objects.first().delete(),
    ):
        with pytest.raises(FrozenError):
            attempt()
    assert FrozenCheckup.objects.get().note == "why"


def test_opened_again_it_says_the_same(frozen, director):
    now, then = whole(asked(director, {"by": "account"})), history.opened(frozen)
    assert [dataclasses.replace(row, code=None) for row in now.ranked] == list(then.ranked)
    assert now.over_10 == then.over_10
    assert now.by_dimension == then.by_dimension
    assert (now.revenue, now.lines, now.unconverted) == (then.revenue, then.lines, then.unconverted)
    assert indicators.values(indicators.measured(now, None)) == indicators.values(indicators.measured(then, None))


def test_reproduced_from_the_facts_or_else_from_the_ledger(frozen):
    found = reproduced(frozen)
    assert (found.state, found.source) == ("same", "facts")
    frozen.facts_version = "gone"
    found = reproduced(frozen)
    assert (found.state, found.source) == ("same", "ledger")
    frozen.ledger_version = 99
    assert reproduced(frozen).state == "gone"
    frozen.ledger_version, frozen.start = 0, frozen.start.replace(month=6)
    assert reproduced(frozen).state == "different"


def test_only_director_and_controller_freeze(sales, person):
    executive = person("executive")
    with pytest.raises(PermissionDenied):
        freeze_checkup(executive, asked(executive, {}))
    assert not FrozenCheckup.objects.exists()


def test_trend_goes_through_quarters_until_there_are_checkups(director):
    question = asked(director, {})
    now = measured(question)
    assert [day.isoformat() for day, _ in quarters(question)] == [
        "2024-12-31",
        "2025-03-31",
        "2025-06-30",
        "2025-09-30",
    ]
    assert history.trend(now, []).kind == "quarters"
    for end in ("2025-03-31", "2025-06-30"):
        start = f"2024-{int(end[5:7]) + 1:02d}-01"
        freeze_checkup(director, asked(director, {"period": f"{start}..{end}"}))
    trend = history.trend(now, history.earlier(question))
    assert (trend.kind, len(trend.points)) == ("checkups", 2)


def test_equal_questions_have_one_answer(director):
    assert measured(asked(director, {})) is measured(asked(director, {"period": "r12"}))
    assert measured(asked(director, {})) is not measured(asked(director, {"by": "account"}))


def test_scope_keys_tell_parts_apart(sales, person):
    limited = asked(person("director", zones=["DACH", "France"]), {})
    assert limited.scope_key == "zone=DACH|France"
    assert asked(person("director"), {}).scope_key == ""
    two = person("director", "controller", name="Two Roles")
    roles = {role.role: role for role in two.assignments.all()}
    for role, zones, divisions in (("director", ["DACH"], []), ("controller", [], ["Vannes"])):
        roles[role].zones, roles[role].divisions = zones, divisions
        roles[role].save()
    from trousseau.access.models import User

    crossed = asked(User.objects.get(pk=two.pk), {})
    assert crossed.scope_key.startswith("accounts=")
    assert set(crossed.scope.accounts) == {"C2", "C3", "C4", "C5"}
    assert scope_key(crossed.scope) == crossed.scope_key
