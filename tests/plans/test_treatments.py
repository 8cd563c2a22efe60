"""Treatments of bad customers: decided, in force, closed; what the ledger says they brought, and what it cannot say."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reckoned import reckon
from trousseau.access.audit import history
from trousseau.accounts import access, due
from trousseau.imports import folders
from trousseau.ledger.facts import refresh
from trousseau.ledger.lines import LINES
from trousseau.ledger.store import Ledger
from trousseau.plans.actions import treatments as actions
from trousseau.plans.actions.treatments import Deciding
from trousseau.plans.pages import treatments as pages
from trousseau.plans.queries import treatments as queries
from trousseau.portfolio.actions import write_standings

NOW = dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC)
LOST = {"C1": (100, 40), "C2": (100, 130), **{f"C{n}": (-50, -50) for n in range(3, 8)}}
"""What each account costs more than it pays, a month: to June 2025, and from July on."""

SEASONAL = "C8"
"""An account that costs 100 a month more than it pays from January to June of each year, and nothing after."""


def lost(code, year, month):
    if code == SEASONAL:
        return 100 if month < 7 else 0
    before, after = LOST[code]
    return before if (year, month) < (2025, 7) else after


def sold():
    """A line a month from January 2024 to December 2025 of 1,000 each."""
    rows = [
        {
            "account": code, "customer": f"Client {code}", "code": code, "group": None,
            "document": f"F{code}{year}{month}", "line": "1", "date": dt.date(year, month, 15),
            "amount": Decimal(1000), "currency": "EUR", "product": "P",
            "family": "F", "division": "D", "zone": "Z", "quantity": None, "discount": None, "extra": None, "row": 1,
            "cost": Decimal(1000 + lost(code, year, month)),
        }
        for code in (*LOST, SEASONAL)
        for year in (2024, 2025)
        for month in range(1, 13)
    ]  # fmt: skip
    return pa.RecordBatch.from_pylist(rows, LINES)


@pytest.fixture(scope="module")
def costed(tmp_path_factory):
    home = tmp_path_factory.mktemp("treated")
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([sold()], source="test", import_id="1")
    refresh(ledger, home / "facts", rates=None, base="EUR", today=NOW.date())
    return home


@pytest.fixture
def house(costed, organisation, person, settings):
    settings.TROUSSEAU_HOME = costed
    with time_machine.travel(NOW, tick=False):
        reckon(folders.facts())
        write_standings(folders.facts())
        manager = person("manager", name="Sophie Lacaze")
        accounts = {one.key: one for one in access.every_account()}
        for one in accounts.values():
            one.manager = manager
            one.save()
        yield {**accounts, "manager": manager, "other": person("manager"), "director": person("director")}


def deciding(house, **said):
    given = {"kind": "price", "what": "Six per cent more", "owner": house["manager"], "expected": Decimal(600),
             "decided_on": dt.date(2025, 6, 20), "due": dt.date(2025, 7, 1)}  # fmt: skip
    return Deciding(**(given | said))


def decided(house, key="C1", **said):
    return actions.decide(house["manager"], house[key], deciding(house, **said))


def brought(one):
    effect = queries.effects([one])[one.pk]
    return effect, pages.brought(one, effect)


def test_before_and_after_are_the_contribution_around_the_month_of_the_decision(house):
    effect, told = brought(decided(house))

    assert (effect.before, effect.after, effect.months) == (-1200, -240, 6)
    assert (effect.alike, effect.gained) == (-600, 720)
    assert told.word == "brings what was expected"
    assert "6 months" in told.said
    assert "At this pace" in told.said


def test_a_good_season_is_not_taken_for_a_good_decision(house):
    effect, told = brought(decided(house, SEASONAL))

    assert (effect.before, effect.alike, effect.after) == (-600, 0, 0)
    assert effect.gained == 0
    assert told.word == "brings nothing so far"


def test_part_of_what_was_expected_and_worse_than_before_are_told_as_they_are(house):
    _effect, part = brought(decided(house, expected=Decimal(1000)))
    effect, worse = brought(decided(house, "C2"))

    assert part.word == "brings a part of it"
    assert effect.gained == -360
    assert (worse.state, worse.word) == ("bad", "brings nothing so far")


def test_it_is_too_early_before_three_whole_months(house):
    early = decided(house, decided_on=dt.date(2025, 10, 3), due=dt.date(2025, 11, 1))
    effect, told = brought(early)
    assert (effect.months, effect.gained) == (2, None)
    assert told.word == "too early to say"

    changed = actions.change(
        house["manager"], early, deciding(house, decided_on=dt.date(2025, 9, 30), due=dt.date(2025, 11, 1)),
        revision=early.revision,
    )  # fmt: skip
    assert brought(changed)[0].gained is not None


def test_a_year_before_that_the_ledger_does_not_hold_is_not_known(house):
    effect, told = brought(decided(house, decided_on=dt.date(2024, 6, 1), due=dt.date(2024, 7, 1)))

    assert effect.gained is None
    assert told.word == "not known"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 301}, "what"),
        ({"expected": Decimal(0)}, "expected"),
        ({"expected": Decimal(10) ** 15}, "expected"),
        ({"due": dt.date(2025, 1, 1)}, "due"),
        ({"decided_on": dt.date(2026, 1, 21), "due": dt.date(2026, 2, 1)}, "decided_on"),
        ({"kind": "magic"}, "kind"),
    ],
)
def test_bad_input_is_refused_at_its_field(house, said, field):
    with pytest.raises(ValidationError) as refused:
        decided(house, **said)
    assert list(refused.value.message_dict) == [field]


def test_one_at_a_time_and_only_by_who_may_write_the_account(house):
    decided(house)
    with pytest.raises(ValidationError, match="already"):
        decided(house)
    with pytest.raises(PermissionDenied):
        actions.decide(house["other"], house["C2"], deciding(house))


def test_of_two_at_once_the_second_is_told_and_nothing_is_lost(house):
    one = decided(house)
    actions.apply(house["manager"], one, on=dt.date(2025, 7, 1), revision=1)
    with pytest.raises(ValidationError, match="Sophie Lacaze"):
        actions.close(house["director"], one, outcome="failed", reason="No", revision=1)


def test_closed_with_a_reason_it_makes_room_for_the_next_and_the_trail_keeps_it(house):
    one = decided(house)
    with pytest.raises(ValidationError) as refused:
        actions.close(house["manager"], one, outcome="worked", reason=" ", revision=1)
    assert "reason" in refused.value.message_dict

    closed = actions.close(house["manager"], one, outcome="worked", reason="Above zero since July", revision=1)
    again = decided(house, kind="exit", what="Let it go")

    assert closed.course == "closed"
    assert [event.verb for event in history(closed)] == ["treatment.closed", "treatment.decided"]
    assert queries.latest(queries.visible(house["manager"]))[house["C1"].pk] == again


def test_the_page_lists_every_bad_customer_with_its_treatment_or_none_yet(house, client):
    decided(house)
    client.force_login(house["manager"])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(reverse("plans:treatments")).content.decode()

    assert len(asked) <= 25
    assert "Six per cent more" in page
    assert "Client C2" in page
    assert "Client C3" not in page


def test_the_form_decides_keeps_what_was_typed_and_hostile_text_is_harmless(house, client):
    client.force_login(house["manager"])
    here = reverse("plans:treatment", args=[house["C2"].public_id])
    typed = {"kind": "minimum", "what": "<script>alert(1)</script>", "owner": str(house["manager"].pk),
             "decided_on": "2026-01-10", "due": "2026-02-01", "expected": ""}  # fmt: skip

    refused = client.post(here, typed)
    assert refused.status_code == 422
    assert "<script>alert(1)" not in refused.content.decode()
    assert "&lt;script&gt;alert(1)" in refused.content.decode()

    assert client.post(here, {**typed, "expected": "1,500.50"}).status_code == 302
    one = queries.of_account(house["manager"], house["C2"])[0]
    assert (one.kind, one.expected) == ("minimum", Decimal("1500.50"))

    act = reverse("plans:act_on_treatment", args=[house["C2"].public_id, "apply"])
    assert client.post(act, {"on": "2026-01-15", "revision": "7"}).status_code == 422
    assert client.post(act, {"on": "2026-01-15", "revision": "1"}).status_code == 302


def test_a_formula_in_the_file_is_text(house, client):
    decided(house, what="=1+1")
    client.force_login(house["manager"])
    file = b"".join(client.get(reverse("plans:treatments_table", args=["csv"])).streaming_content).decode()

    assert "'=1+1" in file
    assert "Client C2" in file


def test_its_owner_is_told_on_the_day_it_should_be_in_force(house):
    one = decided(house)
    assert "Six per cent more" in [item.title for item in due.items(house["manager"])]

    actions.apply(house["manager"], one, on=dt.date(2025, 7, 1), revision=1)
    assert "Six per cent more" not in [item.title for item in due.items(house["manager"])]
