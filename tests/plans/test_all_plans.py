"""All plans at a glance: who sees which, filters and orders, lanes, files, and what it costs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from trousseau.accounts.models import Account
from trousseau.figures.language import Language
from trousseau.plans import timeline
from trousseau.plans.actions import health
from trousseau.plans.actions.plan import Doing, add_action, open_plan
from trousseau.plans.models import Action, Plan
from trousseau.plans.queries.all import Ask, Planned
from trousseau.plans.timeline import LANES, Window

ALL = "plans:all"
TODAY = dt.date(2026, 11, 24)


def day(after: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=after)


@pytest.fixture
def plans(house, plan):
    """Two plans: one of the manager with a late action, one of another, approved by nobody."""
    add_action(house["manager"], plan, Doing("Certificates <b>in 48 h</b>", day(-40), day(-5), house["head"]))
    other = Account.objects.create(
        key="B1", name="Vernay Turbines", manager=house["other"], search_text="vernay turbines"
    )
    second = open_plan(house["other"], other, "Partner of every turbine.", day(-30), day(500))
    add_action(house["other"], second, Doing("Pilot", day(-10), day(60), house["other"]))
    health.refresh_all()
    return plan, second


def page(client, user, query=""):
    client.force_login(user)
    return client.get(f"{reverse(ALL)}?{query}")


def test_it_opens_with_the_finding_and_names_what_is_late(client, house, plans):
    said = page(client, house["director"]).content.decode()
    assert "2 plans in force: 1 in danger" in said
    assert "1 action late" in said
    assert "Certificates &lt;b&gt;in 48 h&lt;/b&gt;" in said
    assert said.index("Alstrom SA") < said.index("Vernay Turbines")


def test_each_sees_the_plans_of_their_accounts(client, house, plans):
    said = page(client, house["other"]).content.decode()
    assert "Vernay Turbines" in said
    assert "Alstrom" not in said
    assert "Certificates" not in client.get(reverse("plans:all_table", args=["actions", "csv"])).getvalue().decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Alstrom SA", "Vernay Turbines"]),
        ("q=VERNAY", ["Vernay Turbines"]),
        ("q=okafor", ["Vernay Turbines"]),
        ("health=bad", ["Alstrom SA"]),
        ("health=unknown", []),
        ("late=1", ["Alstrom SA"]),
        ("state=approved", []),
        ("sort=-account", ["Vernay Turbines", "Alstrom SA"]),
        ("sort=nonsense&health=x&page=-3&span=9&by=z&person=%00", ["Alstrom SA", "Vernay Turbines"]),
        ("page=99999999", ["Alstrom SA", "Vernay Turbines"]),
        ("person=999999999", []),
    ],
)
def test_filters_and_orders(client, house, plans, query, names):
    rows = page(client, house["director"], query).context["page"].rows
    assert [row.plan.account.name for row in rows] == names


def test_mine_are_those_i_lead_and_those_i_do_something_in(client, house, plans, person):
    assert len(page(client, house["manager"], "mine=1").context["page"].rows) == 1
    assert page(client, house["director"], "mine=1").context["page"].rows == ()


def test_who_does_what_when(client, house, plans):
    people = page(client, house["director"], "by=person").context["page"].people
    assert [(one.name, one.open, one.late) for one in people] == [("Julien Arnaud", 1, 1), ("David Okafor", 1, 0)]


def test_many_people_come_a_page_at_a_time_those_with_most_late_first(
    client, house, plans, person, django_assert_max_num_queries
):
    plan, today = Plan.objects.get(account=house["account"]), timezone.localdate()
    for n in range(25):
        someone = person("director", name=f"Expert {n:02}")
        days = (today - dt.timedelta(30), today - dt.timedelta(1) if n == 24 else today + dt.timedelta(30))
        add_action(house["manager"], plan, Doing(f"Help {n}", *days, owner=someone))

    client.force_login(house["director"])
    with django_assert_max_num_queries(25):
        first = client.get(f"{reverse(ALL)}?by=person").context["page"]
    second = page(client, house["director"], "by=person&page=2").context["page"]

    assert {one.name for one in first.people[:2]} == {"Julien Arnaud", "Expert 24"}
    assert (len(first.people), len(second.people)) == (20, 7)
    assert [str(action.what) for action, *_rest in second.people[-1].actions] == ["Help 23"]


def test_ten_more_plans_cost_no_more_statements(client, house, plans):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, house["director"])
        return len(asked)

    cost()
    before = cost()
    for number in range(10):
        account = Account.objects.create(key=f"C{number}", name=f"Client {number}", manager=house["other"])
        made = open_plan(house["other"], account, "More.", day(-30), day(500))
        add_action(house["other"], made, Doing("Pilot", day(-10), day(60), house["other"]))
    health.refresh_all()
    assert cost() == before <= 25


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("of", ["plans", "actions"])
def test_files(client, house, plans, of, kind):
    Action.objects.filter(plan=plans[1]).update(what="=1+1")
    client.force_login(house["director"])
    answer = client.get(reverse("plans:all_table", args=[of, kind]))
    body = b"".join(answer.streaming_content)
    assert body[:2] == b"PK" if kind == "xlsx" else "Vernay Turbines" in body.decode("utf-8-sig")
    if (of, kind) == ("actions", "csv"):
        assert "'=1+1" in body.decode("utf-8-sig")


def test_a_file_of_nothing_is_not_there(client, house):
    client.force_login(house["director"])
    assert client.get(reverse("plans:all_table", args=["nothing", "csv"])).status_code == 404
    assert client.get(reverse("plans:all_table", args=["plans", "exe"])).status_code == 404


def test_no_plan_yet_says_what_will_be_here(client, house):
    Plan.objects.all().delete()
    assert "No plan yet" in page(client, house["director"]).content.decode()


def planned(starts: int, due: int, done: int = 0) -> Planned:
    ahead = dt.timedelta(days=1)
    return Planned(1, "What", TODAY + starts * ahead, TODAY + due * ahead, done, 1, "Who", "")


def test_bars_do_not_cover_each_other_and_what_finds_no_place_is_counted():
    window = Window.of("year", TODAY)
    found = timeline.lanes([planned(-5, 20)] * (LANES + 2), window, Language("en"), "6 actions")
    assert (found.svg.count("<g>"), found.more) == (LANES, 2)
    apart = timeline.lanes([planned(0, 10), planned(11, 20), planned(21, 30)], window, Language("en"), "3")
    assert apart.svg.count('y="2"') == 3


@pytest.mark.parametrize(
    ("one", "state"),
    [(planned(-9, -1), "late"), (planned(-9, -1, 100), "done"), (planned(-50, 49, 10), "behind"),
     (planned(-50, 49, 45), "open"), (planned(0, 0), "behind"), (planned(1, 1), "open"), (planned(9, 90), "open")],
)  # fmt: skip
def test_what_a_bar_says(one, state):
    assert one.state(TODAY) == state


def test_an_address_says_itself_again():
    ask = Ask.of({"q": "alstrom", "late": "1", "by": "person", "span": "long", "page": "2"})
    assert ask.query() == "q=alstrom&late=1&span=long&by=person"
