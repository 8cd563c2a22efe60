"""Home as today: it counts what it lists, orders it by what is at stake, lets things be done, and repeats nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portfolio.test_pages import text
from trousseau.access.audit import record
from trousseau.accounts import agenda, due
from trousseau.accounts.access import every_account
from trousseau.accounts.agenda import Entry
from trousseau.accounts.due import DueItem
from trousseau.portfolio.pages.home import beside, home
from trousseau.portfolio.pages.waiting import waiting
from trousseau.support.models import Commitment

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(sales, person):
    """A head, and the head's manager who leads every account."""
    head = person("head")
    manager = person("manager", reports_to=head)
    every_account().update(manager=manager)
    return head, manager


def promise(owner, late=3, what="Plan qualité"):
    day = timezone.localdate() - dt.timedelta(days=late)
    account = every_account().order_by("pk").first()
    return Commitment.objects.create(account=account, what=what, owner=owner, promised_on=day, first_due=day, due=day)


def test_the_headline_counts_what_the_page_lists(people, signed_in):
    _head, manager = people
    for number in range(12):
        promise(manager, what=f"Answer {number}")
    page = home(manager)
    waits = page.waiting
    assert len(waits.shown) + len(waits.folded) == len(waits.decisions)
    assert str(len(waits.decisions)) in page.finding
    body = signed_in(manager).get("/").content.decode()
    assert body.count('<li class="decision">') == len(waits.decisions) + len(waits.known)


def test_what_cannot_wait_comes_first_then_the_heaviest_by_its_amount_or_its_clients_sales(people):
    _head, manager = people
    account = every_account().filter(figures__revenue__gt=0).order_by("-figures__revenue").first()
    page = reverse("accounts:account", args=[account.public_id])
    heavy = account.figures.revenue + 1
    items = [
        DueItem("nothing known", "/", "Open", urgency="soon"),
        DueItem("light", "/", "Open", urgency="soon", amount=Decimal(5)),
        DueItem("of a client", "/", "Open", urgency="soon", account_url=page),
        DueItem("heavy", "/", "Open", urgency="soon", amount=heavy),
        DueItem("pressing", "/", "Open", urgency="now"),
        DueItem("another's", "/", "Open", urgency="now", whose="Ana"),
        DueItem("no address of ours", "/", "Open", urgency="later", account_url="/nowhere/at/all/"),
    ]
    found = waiting(manager, items)
    assert [str(item.due.title) for item in found.decisions] == [
        "pressing", "heavy", "of a client", "light", "nothing known",
    ]  # fmt: skip
    assert found.decisions[2].amount == account.figures.revenue
    assert [item.due.title for item in found.known] == ["no address of ours"]
    assert [(one.name, len(one.items)) for one in found.people] == [("Ana", 1)]


def test_sales_of_a_client_someone_does_not_see_are_not_told(people, person):
    page = reverse("accounts:account", args=[every_account().first().public_id])
    found = waiting(person("manager"), [DueItem("x", "/", "Open", account_url=page)])
    assert found.decisions[0].amount is None


def test_a_promise_is_kept_where_it_is_read_and_one_comes_back_to_home(people, signed_in):
    _head, manager = people
    one = promise(manager)
    browser = signed_in(manager)
    item = next(item for item in due.items(manager) if item.title == "Plan qualité")
    deed = item.deeds[0]
    assert str(deed.url) in browser.get("/").content.decode()
    filled = {"next": "home", **dict(deed.said), **{blank.name: blank.value for blank in deed.blanks}}
    refused = browser.post(deed.url, filled)
    assert refused.status_code == 422
    done = browser.post(deed.url, {**filled, "evidence": "Mail of Monday"})
    assert (done.status_code, done["Location"]) == (302, "/")
    one.refresh_from_db()
    assert one.state == "kept"
    assert "Plan qualité" not in str([item.title for item in due.items(manager)])


def test_a_head_reads_of_their_people_apart(people, signed_in):
    head, manager = people
    promise(manager)
    waits = home(head).waiting
    assert "Plan qualité" in [str(item.due.title) for person in waits.people for item in person.items]
    assert "Plan qualité" not in [str(item.due.title) for item in waits.decisions]
    page = text(signed_in(head).get("/"))
    assert "With your people" in page
    assert manager.name in page


def test_the_same_thing_told_six_times_is_one_line(people):
    _head, manager = people
    account = every_account().order_by("pk").first()
    with transaction.atomic():
        for _ in range(6):
            record(manager, "fact.added", account)
    found = beside(manager).since
    assert found.yesterday
    assert [(event.target, event.times) for event in found.events if event.target == str(account)] == [
        (str(account), 6)
    ]


def test_the_week_holds_what_is_due_in_it_and_what_rooms_offer(people, monkeypatch):
    _head, manager = people
    monkeypatch.setattr(agenda, "_providers", [])
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    agenda.register(lambda _user, first, _last: [
        Entry(first, "Board", "/a/", at=dt.time(11), done=True), Entry(first - dt.timedelta(days=1), "Past", "/b/"),
    ])  # fmt: skip
    promise(manager, late=0)
    days = home(manager).days
    assert [day.day for day in days][:5] == [monday + dt.timedelta(days=number) for number in range(5)]
    titles = {day.day: [str(entry.title) for entry in day.entries] for day in days}
    assert "Board" in titles[monday]
    assert "Plan qualité" in titles[today]
    assert "Past" not in str(titles)
