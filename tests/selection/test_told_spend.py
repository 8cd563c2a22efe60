"""What people tell of total spend and of days: who may, what counts, what stays."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Account
from trousseau.portfolio.models.frozen import FrozenError
from trousseau.selection import actions, days
from trousseau.selection.actions import SpendTakenError, Told, ToldOf
from trousseau.selection.models import DaysTold, SpendTold
from trousseau.selection.queries import potential
from trousseau.selection.queries.clients import client_of
from trousseau.selection.queries.days import spent

DAY = dt.date(2025, 11, 3)


def told(unit="", offer="", amount=100_000, *, date=DAY, currency="EUR", confidence="high", source="Visit"):
    amount = None if amount is None else Decimal(amount)
    return Told(unit, offer, amount, currency, source, date, confidence)


def tell(user, key, *args, seen=10**9, **more):
    return actions.tell_spend(user, client_of(user, key), told(*args, **more), seen=seen)


def amounts():
    return potential.told().get("potential", {})


def test_cells_add_up_and_a_newer_one_replaces_an_older(director):
    tell(director, "Alstrom", "Belfort", "Usinage", 60_000)
    tell(director, "Alstrom", "Hamburg", "Usinage", 30_000)
    tell(director, "Alstrom", " belfort ", "USINAGE", 80_000, date=dt.date(2025, 12, 1))
    tell(director, "Alstrom", "Belfort", "Usinage", 10_000, date=dt.date(2024, 1, 1))  # older: history only
    assert amounts() == {"Alstrom": 110_000}
    assert SpendTold.objects.count() == 4


def test_what_was_told_can_be_taken_back(director):
    tell(director, "C3", "", "", 60_000)
    tell(director, "C3", "", "", None)
    assert potential.told() == {}
    assert SpendTold.objects.count() == 2


def test_what_is_told_of_the_firms_of_a_group_is_part_of_the_group(director):
    tell(director, "C3")
    actions.load_spend(None, [ToldOf("C1", "Alstrom SA", told(amount=40_000)), ToldOf("C2", "DE", told(amount=5_000)),
                              ToldOf("Alstrom", "Alstrom", told(amount=44_000))], "x.csv")  # fmt: skip
    assert amounts() == {"C3": 100_000, "C1": 40_000, "C2": 5_000, "Alstrom": 45_000}


def test_another_currency_is_converted_at_the_rate_of_its_day(director):
    tell(director, "C3", currency="USD", date=dt.date(2024, 6, 3))
    tell(director, "C4", currency="USD", date=dt.date(1975, 6, 3))
    found = potential.spending()
    assert 88_000 < found["C3"].total.amount < 96_000
    assert found["C4"].total is None
    assert len(found["C4"].unconverted) == 1
    assert set(amounts()) == {"C3"}


def test_reading_it_takes_two_queries(director, django_assert_num_queries):
    for at in range(30):
        tell(director, "Alstrom", f"site {at}")
    with django_assert_num_queries(2):
        potential.told()


def test_old_spend_fades_and_still_counts(director):
    tell(director, "C3", date=dt.date(2024, 1, 1))
    found = potential.spending()["C3"]
    assert (found.fading, found.total.low, found.total.high) == (1, 50_000, 150_000)


def test_who_may_tell(director, person):
    manager, other = person("manager"), person("manager", name="Other One")
    Account.objects.filter(key="C2").update(manager=manager)
    assert tell(manager, "Alstrom").author == manager
    assert client_of(other, "Alstrom") is None
    mine = client_of(director, "Alstrom")
    for nobody in (other, person("controller"), person("executive"), person("expert")):
        with pytest.raises(PermissionDenied):
            actions.tell_spend(nobody, mine, told(), seen=0)
        with pytest.raises(PermissionDenied):
            actions.tell_days(nobody, mine, DAY, Decimal(1), "diary")
    assert SpendTold.objects.count() == 1


def test_of_two_who_tell_the_same_the_second_is_told(director):
    first = tell(director, "C3", seen=0)
    with pytest.raises(SpendTakenError) as taken:
        tell(director, "C3", amount=5, seen=0)
    assert taken.value.row == first
    tell(director, "C3", "Elsewhere", seen=0)
    assert SpendTold.objects.count() == 2


def test_every_row_stays(director):
    row = tell(director, "C3")
    row.amount = Decimal(1)
    with pytest.raises(FrozenError):
        row.save()
    with pytest.raises(FrozenError):
        SpendTold.objects.all().delete()
    assert AuditEvent.objects.filter(verb="spend.told").count() == 1


def test_the_same_table_twice_changes_nothing(director):
    rows = [ToldOf("C3", "Vernay", told()), ToldOf("C4", "Kessler", told(unit="Nord"))]
    assert actions.load_spend(director, rows, "a.csv") == (2, 0)
    assert actions.load_spend(director, rows, "a.csv") == (0, 2)
    assert AuditEvent.objects.filter(verb="spend.loaded").count() == 1


def test_days_are_told_by_month_and_add_up_over_a_group(director):
    client = client_of(director, "Alstrom")
    actions.tell_days(director, client, dt.date(2025, 10, 9), Decimal("2.5"), "diary")
    actions.tell_days(director, client, dt.date(2025, 10, 9), Decimal(4), "diary")
    actions.tell_days(director, client, dt.date(2025, 12, 1), Decimal(1), "diary")
    DaysTold.objects.create(client="C1", name="Alstrom SA", month=dt.date(2025, 10, 1), days=2, source="diary")
    found = spent(dt.date(2025, 1, 1), dt.date(2025, 11, 30))
    assert (found["Alstrom"].days, found["Alstrom"].months) == (6.0, 1)
    assert "C3" not in found
    with pytest.raises(ValueError, match="400"):
        actions.tell_days(director, client, DAY, Decimal(1000), "diary")


def test_another_room_that_knows_days_comes_first(director, monkeypatch):
    monkeypatch.setattr(days, "_spent", {})
    days.register("plans", spent=lambda start, end: {"C3": 7.0})
    DaysTold.objects.create(client="C3", name="Vernay", month=dt.date(2025, 10, 1), days=2, source="diary")
    found = spent(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert (found["C3"].days, found["C3"].months) == (7.0, None)


def test_what_is_told_after_taking_back_counts_whatever_its_day(director):
    tell(director, "C3", "", "", 60_000)
    tell(director, "C3", "", "", None, date=dt.date(2026, 1, 20))
    tell(director, "C3", "", "", 70_000, date=dt.date(2025, 6, 1))
    assert amounts() == {"C3": 70_000}


def test_the_demonstration_tells_once(director, sales):
    from trousseau.demo import potential as demo

    demo.tell(director, sales)
    told, told_days = SpendTold.objects.count(), DaysTold.objects.count()
    demo.tell(director, sales)
    assert (SpendTold.objects.count(), DaysTold.objects.count()) == (told, told_days)
    assert told > 5
    assert told_days > 50
    assert amounts()["Alstrom"] > 0
