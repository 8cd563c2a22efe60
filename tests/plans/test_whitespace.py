"""The white space: cells filled from the ledger, from what is told, from what people say; totals; two at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.conftest import sales, stored
from trousseau.access.models import AuditEvent
from trousseau.accounts import access
from trousseau.knowledge.models import Competitor
from trousseau.method.wallet import Part
from trousseau.plans.actions import plan as plans
from trousseau.plans.actions import whitespace as actions
from trousseau.plans.actions.whitespace import Saying
from trousseau.plans.queries import whitespace as queries
from trousseau.plans.white_grid import Known, Offer, Potential, Unit, build

__all__ = ["sales", "stored"]
DAY = dt.date(2026, 1, 10)


@pytest.fixture
def manager(sales, person):
    return person("manager", name="Sophie Lacaze")


@pytest.fixture
def account(manager):
    """Alstrom SA: 37,200 of Usinage over 2025; its group buys 4,800 more in Germany."""
    access.every_account().filter(key__in=("C1", "C2")).update(manager=manager)
    return access.every_account().select_related("group", "manager").get(key="C1")


@pytest.fixture
def plan(account, manager):
    return plans.open_plan(manager, account, "Be the first", dt.date(2025, 1, 1), dt.date(2027, 12, 31))


def found(user, account, by="division"):
    return queries.white_space(user, account, by)


def spot(user, account, unit, offer):
    return found(user, account).grid.spot(unit, offer)


def say(user, account, *, unit="alstrom sa", offer="vannes", revision=0, seen=0, **said):
    space = found(user, account)
    given = {"said": "", "source": "Visit", "date": DAY, **said}
    one = space.grid.spot(unit, offer)
    assert one is not None
    actions.say(user, account, space.client, one, Saying(**given), revision=revision, seen=seen)


def test_what_is_sold_comes_from_the_ledger_with_its_trend(manager, account):
    one = spot(manager, account, "alstrom sa", "usinage")

    assert (one.state, one.sold, one.before) == ("sold", 37_200, 36_000)
    assert one.change == pytest.approx(0.0333, abs=0.001)
    assert spot(manager, account, "alstrom sa", "vannes").state == "open"
    assert found(manager, account).grid.sum.sold == 42_000


def test_nothing_is_made_up_and_what_is_not_known_is_counted(manager, account):
    made = found(manager, account).grid
    assert (made.sum.potential, made.sum.share, made.sum.unknown, made.sum.cells) == (None, None, 6, 6)

    say(manager, account, amount=Decimal(9000))
    say(manager, account, unit="alstrom de", said="irrelevant")
    made = found(manager, account).grid
    assert (made.sum.potential.amount, made.sum.unknown, made.sum.cells) == (9000, 4, 5)


def test_what_the_grid_marks_as_unknown_is_what_the_page_counts(client, manager, account):
    say(manager, account, unit="", offer="usinage", amount=Decimal(90_000))
    say(manager, account, offer="vannes", amount=Decimal(9000))
    say(manager, account, unit="alstrom de", offer="vannes", said="irrelevant")
    client.force_login(manager)

    page = client.get(reverse("plans:whitespace", args=[account.public_id])).content.decode()

    made = found(manager, account).grid
    grid = page[page.index("<tbody") : page.index("</tbody>")]
    assert (grid.count(">?<"), grid.count(">in the total<")) == (made.sum.unknown, made.sum.within)
    assert made.sum.unknown == sum(line.sum.unknown for line in made.lines) == sum(one.unknown for one in made.columns)
    told = f"Of {made.sum.cells} cells, 1 have a potential of their own, 2 are only in"
    assert told in page
    assert (made.sum.cells, made.sum.within, made.sum.unknown) == (5, 2, 2)


def test_a_potential_is_told_where_selection_keeps_it_and_taken_back_there(manager, account):
    say(manager, account, offer="usinage", amount=Decimal(93_000), confidence="high")
    one = spot(manager, account, "alstrom sa", "usinage")
    assert (one.potential.amount, one.potential.source, one.share, one.left) == (93_000, "Visit", 0.4, 55_800)
    assert [cell.row.amount for cell in queries.potential.spending(["Alstrom"])["Alstrom"].cells] == [93_000]

    say(manager, account, offer="usinage", seen=10**6)
    assert spot(manager, account, "alstrom sa", "usinage").potential is None


def test_a_competitor_is_told_where_knowledge_keeps_it(manager, account):
    with pytest.raises(ValidationError) as refused:
        say(manager, account, said="competitor")
    assert list(refused.value.message_dict) == ["competitor"]

    say(manager, account, said="competitor", competitor="Gussfeld")
    assert Competitor.objects.get().offer == "Vannes"
    say(manager, account, said="competitor", competitor="gussfeld", revision=1)
    assert Competitor.objects.count() == 1
    assert spot(manager, account, "alstrom sa", "vannes").state == "competitor"


def test_sales_win_over_what_is_said_and_the_contradiction_shows(manager, account):
    say(manager, account, offer="usinage", said="irrelevant")
    one = spot(manager, account, "alstrom sa", "usinage")

    assert (one.state, one.contradicted) == ("sold", True)


def test_where_the_ledger_cannot_tell_nothing_is_called_open(manager, account):
    Competitor.objects.create(account=account, name="Huta", place="Belmont", offer="Usinage", said_on=DAY)

    assert spot(manager, account, "belmont", "usinage").state == "competitor"
    one = spot(manager, account, "belmont", "vannes")
    assert (one.state, one.sold, one.share) == ("untold", None, None)


def test_of_two_at_once_the_second_is_told_and_nothing_is_lost(manager, account):
    say(manager, account, said="open", note="Asked twice")
    with pytest.raises(ValidationError, match="Sophie Lacaze"):
        say(manager, account, said="irrelevant")
    assert spot(manager, account, "alstrom sa", "vannes").words.note == "Asked twice"

    say(manager, account, amount=Decimal(10), said="open", note="Asked twice", revision=1)
    with pytest.raises(ValidationError) as refused:
        say(manager, account, amount=Decimal(20), said="open", note="Asked twice", revision=1)
    assert list(refused.value.message_dict) == ["amount"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"said": "perhaps"}, "said"),
        ({"note": "x" * 501}, "note"),
        ({"amount": Decimal(10), "source": " "}, "source"),
        ({"amount": Decimal(10), "date": dt.date(2026, 2, 1)}, "date"),
        ({"amount": Decimal(10), "date": None}, "date"),
        ({"amount": Decimal(10) ** 14}, "amount"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_kept(manager, account, said, field):
    with pytest.raises(ValidationError) as refused:
        say(manager, account, **{"said": "open", **said})
    assert list(refused.value.message_dict) == [field]
    assert spot(manager, account, "alstrom sa", "vannes").words.revision == 0


def test_who_may_not_write_the_account_says_nothing(manager, account, person):
    other = person("executive")
    with pytest.raises(PermissionDenied):
        say(other, account, said="open")


def test_a_place_to_grow_becomes_an_action_in_one_press_and_only_once(manager, account, plan, client):
    say(manager, account, amount=Decimal(9000))
    client.force_login(manager)
    here = reverse("plans:whitespace", args=[account.public_id])
    assert "Into the plan" in client.get(here).content.decode()

    press = {"unit": "alstrom sa", "offer": "vannes", "by": "division"}
    for _again in range(2):
        assert client.post(reverse("plans:white_grow", args=[account.public_id]), press).status_code == 302
    action = plan.actions.get()
    assert (action.what, action.owner, action.stake_amount) == ("Win Vannes at Alstrom SA", manager, 9000)
    assert "Visit" in action.how
    assert "Into the plan" not in client.get(here).content.decode()


def test_the_page_its_editor_its_files_and_the_part_of_the_plan(manager, account, plan, client):
    client.force_login(manager)
    here, cell = (reverse(f"plans:{name}", args=[account.public_id]) for name in ("whitespace", "white_cell"))
    typed = {"unit": "alstrom sa", "offer": "vannes", "by": "division", "revision": "0", "seen": "0",
             "said": "open", "note": "=<script>alert(1)</script>", "amount": "", "confidence": "low"}  # fmt: skip
    assert client.get(cell, typed).status_code == 200
    assert client.post(cell, {**typed, "amount": "12x"}).status_code == 422
    assert client.post(cell, typed).status_code == 302
    assert AuditEvent.objects.filter(verb="whitespace.said").count() == 1

    with CaptureQueriesContext(connection) as asked:
        page = client.get(here).content.decode()
    assert len(asked) <= 25
    assert "<script>alert(1)" not in page
    assert "data-arrows" in page

    again = client.post(cell, {**typed, "said": "irrelevant", "note": "mine"})
    assert again.status_code == 422
    assert "mine" in again.content.decode()

    file = b"".join(client.get(reverse("plans:whitespace_table", args=[account.public_id, "csv"])).streaming_content)
    assert "'=<script>" in file.decode()
    part = client.get(reverse("plans:part", args=[account.public_id, "whitespace"])).content.decode()
    assert "Alstrom DE" in part


def test_a_unit_nobody_has_named_yet_gets_its_row(manager, account, client):
    client.force_login(manager)
    typed = {"unit": "Belmont", "offer": "vannes", "by": "division", "revision": "0", "seen": "0", "said": "open"}
    assert client.post(reverse("plans:white_cell", args=[account.public_id]), typed).status_code == 302
    assert spot(manager, account, "belmont", "vannes").words.said == "open"

    unknown = {**typed, "offer": "nothing"}
    assert client.post(reverse("plans:white_cell", args=[account.public_id]), unknown).status_code == 404


AMOUNTS = st.integers(0, 10**6)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "u", "v"]), st.sampled_from(["a", "b"]), AMOUNTS, AMOUNTS), max_size=12))
def test_totals_are_those_of_the_wallet_and_nobody_is_left_less_than_nothing(rows):
    units, offers = [Unit(key, key, (key,)) for key in ("u", "v")], [Offer(key, key) for key in ("a", "b")]
    told = {(unit, offer): amount for unit, offer, amount, _sold in rows}
    sold = {(unit, offer): Decimal(amount) for unit, offer, _told, amount in rows if unit}
    potentials = {
        (unit, offer): Potential(Decimal(amount), "s", DAY, "low", False, Part(unit, offer, amount, "low"))
        for (unit, offer), amount in told.items()
    }
    made = build(units, Unit("", "all", ("u", "v")), offers, Known(sold, {}, potentials, {}, {}))

    expected = sum(
        max(told.get(("", offer), 0), told.get(("u", offer), 0) + told.get(("v", offer), 0)) for offer in ("a", "b")
    )
    assert (made.sum.potential.amount if made.sum.potential else 0) == expected
    assert made.sum.sold == sum(sold.values())
    assert made.sum.sold == sum(line.sum.sold for line in made.lines)
    grown = made.grow(100)
    assert all(one.left > 0 for one in grown)
    assert [one.left for one in grown] == sorted((one.left for one in grown), reverse=True)
