"""Clients behind on their touchpoints, on Home: for who leads them, for their head, for the director."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from selection.tiers_held import give_tier
from trousseau.accounts import due
from trousseau.accounts.models import Account, Group
from trousseau.plans.actions import meetings
from trousseau.plans.actions.meetings import Arranged
from trousseau.plans.actions.touchpoints import promise_touchpoints
from trousseau.plans.models import Meeting
from trousseau.plans.queries import rhythm

TODAY = timezone.localdate()


def days(n: int) -> dt.date:
    return TODAY + dt.timedelta(days=n)


def met(house, *ago: int, **said) -> None:
    for one in ago:
        meetings.arrange(house["manager"], house["account"], Arranged("Point", days(-one), held=one > 0, **said))


@pytest.fixture
def promised(house):
    """A key account for two years: twelve a year with their management."""
    give_tier("A1", "key", days(-730))
    promise_touchpoints(house["director"], {("key", "management"): "12"})


def behind(user):
    return [one for one in due.items(user) if "Touchpoints" in str(one.kind)]


def test_the_manager_is_told_how_far_behind_and_since_when(house, promised):
    met(house, 200, 94, level="management")
    met(house, 5)

    (item,) = behind(house["manager"])

    assert (item.kind, item.title) == ("Touchpoints behind, the last 94 days ago", "Management: 2 of 12 kept.")
    assert (item.account, item.whose) == ("Alstrom SA", "")


def test_head_and_director_are_told_apart_and_nobody_else(house, promised):
    for name in ("head", "director"):
        assert [(one.whose, one.deeds) for one in behind(house[name])] == [("Sophie Lacaze", ())]
    for name in ("other", "expert"):
        assert behind(house[name]) == []
    Account.objects.update(manager=None)
    assert [one.whose for one in behind(house["director"])] == ["No manager"]
    assert behind(house["head"]) == []


def test_what_is_planned_or_kept_is_no_longer_due(house, promised):
    met(house, -9, level="work")
    assert behind(house["manager"])
    met(house, -9, level="management")
    assert behind(house["manager"]) == []


def test_a_tier_given_yesterday_asks_for_nothing_yet(house):
    give_tier("A1", "key", days(-1))
    promise_touchpoints(house["director"], {("key", "management"): "12"})
    assert behind(house["manager"]) == []


def test_a_tier_nobody_detailed_promises_its_number_at_any_level(house):
    give_tier("A1", "develop", days(-400))
    assert [one.title for one in behind(house["manager"])] == ["all levels: 0 of 4 kept."]


def test_a_group_is_one_client_and_its_meetings_count_wherever_they_were(house):
    group = Group.objects.create(name="Alstrom")
    second = Account.objects.create(key="A2", name="Alstrom Usinage", manager=house["manager"], group=group)
    Account.objects.filter(key="A1").update(group=group)
    give_tier("Alstrom", "key", days(-730))
    promise_touchpoints(house["director"], {("key", "work"): "3"})
    meetings.arrange(house["manager"], second, Arranged("Point", days(-40), held=True))

    (item,) = behind(house["manager"])

    assert (item.account, item.title) == ("Alstrom", "Daily work: 1 of 3 kept.")
    Account.objects.filter(key="A2").update(manager=house["other"], name="Aciers Alstrom")
    assert [one.whose for one in behind(house["director"])] == ["David Okafor"]
    assert rhythm.rhythms(house["director"])[0].account.manager == house["other"]


def test_home_says_what_the_page_of_the_rhythm_counts(house, promised):
    met(house, 300, 200, 94, level="management")
    promise_touchpoints(house["director"], {("key", "management"): "12", ("key", "board"): "2"})
    ((one,), (item,)) = rhythm.rhythms(house["manager"]), behind(house["manager"])
    told = [(int(kept), int(of)) for kept, of in re.findall(r"(\d+) of (\d+) kept", item.title)]
    assert told == [(line.held, line.promised) for line in one.lines if line.state == "bad"]


@pytest.mark.usefixtures("promised")
@pytest.mark.parametrize(("which", "day", "state"), [(0, days(12), "planned"), (1, days(-2), "held")])
def test_one_press_books_the_next_or_writes_down_one_that_was_held(house, signed_in, which, day, state):
    (item,) = behind(house["manager"])
    deed = item.deeds[which]
    typed = {blank.name: blank.value for blank in deed.blanks} | {"on": day.isoformat()}

    answer = signed_in(house["manager"]).post(deed.url, dict(deed.said) | typed | {"next": "home"})

    made = Meeting.objects.get()
    assert (answer.status_code, answer.url) == (302, "/")
    assert (made.level, made.on, made.state) == ("management", day, state)


def test_what_is_to_come_was_not_held_and_what_was_typed_stays(house, promised, signed_in):
    where = reverse("plans:arrange", args=[house["account"].public_id])
    typed = {"title": "Point de mars", "kind": "call", "level": "work", "lasts": "60", "held": "1"}

    answer = signed_in(house["manager"]).post(where, typed | {"on": days(3).isoformat()})

    assert answer.status_code == 422
    assert "That day is still to come." in answer.content.decode()
    assert "Point de mars" in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.fixture
def three(house, promised):
    """Alstrom met at no level, Belmont (of the other manager) on its way, Cazal, which nobody leads, kept."""
    for key, name, lead in (("B1", "Belmont", house["other"]), ("C1", "Cazal", None)):
        Account.objects.create(key=key, name=name, manager=lead)
        give_tier(key, "develop", days(-730))
    for key, on in (("B1", days(9)), *(("C1", days(-n)) for n in (40, 80, 120, 160))):
        account = Account.objects.get(key=key)
        meetings.arrange(house["director"], account, Arranged("Point", on, held=on < TODAY))


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Alstrom SA", "Belmont", "Cazal"]),
        ("state=bad", ["Alstrom SA"]),
        ("state=watch", ["Belmont"]),
        ("state=silent", ["Alstrom SA", "Belmont"]),
        ("person=none", ["Cazal"]),
        ("tier=develop", ["Belmont", "Cazal"]),
        ("sort=next", ["Belmont", "Alstrom SA", "Cazal"]),
        ("sort=last", ["Alstrom SA", "Belmont", "Cazal"]),
        ("state=%00&tier=no&person=x&sort=y", []),
    ],
)
def test_the_page_has_one_row_a_client_and_filters_and_sorts_them(house, signed_in, query, shown):
    page = signed_in(house["director"]).get(f"{reverse('plans:rhythm')}?{query}").content.decode()

    assert re.findall(r'<th scope="row">.*?<a [^>]*>([^<]*)</a>', page, re.DOTALL) == shown
    assert "1 client is behind with nothing planned. Nobody has met 1 of them." in page
