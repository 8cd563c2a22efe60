"""Negotiation sheets: who reads them, what stands once frozen, how the end is compared with what was planned."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from trousseau.access import shell
from trousseau.access.models import AuditEvent
from trousseau.accounts import due
from trousseau.accounts.models import Reckoning, TeamMember
from trousseau.plans.actions import negotiation as actions
from trousseau.plans.actions import negotiation_end as ends
from trousseau.plans.actions.meetings import Arranged, arrange, cancel
from trousseau.plans.actions.negotiation import Given, Margin, Trade, Words
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import Negotiation, Term
from trousseau.plans.queries import negotiation as queries
from trousseau.plans.queries.negotiation import Ground


def words(subject="Framework contract 2027", **said):
    return Words(subject, timezone.localdate(), **said)


def margin(what="Net price", **said):
    given = {"target": Decimal(-2), "walk_away": Decimal(-4), "topic": "price", **said}
    return Margin(what=what, **given)


@pytest.fixture
def sheet(house):
    made = actions.open_sheet(house["manager"], house["account"], words())
    return actions.put_term(house["manager"], made, margin(), made.revision)


@pytest.fixture
def frozen(house, sheet):
    return ends.freeze(house["manager"], sheet, sheet.revision)


@pytest.fixture
def at(client, house):
    def go(who, sheet=None, verb="", post=None):
        client.force_login(house[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        names = [house["account"].public_id] + ([sheet.public_id] if sheet else []) + ([verb] if verb else [])
        name = "plans:negotiations" if sheet is None else "plans:negotiation_act" if verb else "plans:negotiation"
        address = reverse(name, args=names)
        return client.get(address) if post is None else client.post(address, post)

    return go


def end(house, sheet, level, **said):
    term = sheet.terms.get()
    given = {"agreed": True, "words": "", "revision": sheet.revision, **said}
    return ends.end(house["manager"], sheet, {term.pk: level}, **given)


def test_the_team_reads_it_and_nobody_else(house, sheet, at, person):
    house["executive"] = person("executive", name="Antoine Réau")
    assert [at(who, sheet).status_code for who in ("manager", "head", "director")] == [200, 200, 200]
    assert [at(who, sheet).status_code in {403, 404} for who in ("other", "expert", "executive")] == [True] * 3
    assert at("executive").status_code == 403

    TeamMember.objects.create(account=house["account"], user=house["expert"], role="expert")
    assert at("expert", sheet).status_code == 200
    assert at("expert", sheet, "freeze", {"revision": sheet.revision}).status_code == 403
    assert at("head", sheet, "freeze", {"revision": sheet.revision}).status_code == 403


def test_it_is_in_no_search_and_the_trail_tells_no_level(house, frozen):
    hits = [hit for find in shell.searches() for hit in find(house["manager"], "framework", 5)]
    assert [hit for hit in hits if "Framework" in str(hit)] == []
    events = AuditEvent.objects.filter(verb__startswith="negotiation.")
    assert events.count() == 3
    for event in events:
        assert "-4" not in str(event.after)
        assert "-4" not in str(event.before)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"walk_away": Decimal(-1)}, "walk_away"),
        ({"best": Decimal(-3)}, "best"),
        ({"topic": "terms", "unit": "days", "better": "lower", "target": Decimal(60), "walk_away": Decimal(45)},
         "walk_away"),
        ({"walk_away": Decimal(-100)}, "walk_away"),
        ({"target": Decimal(10) ** 15}, "target"),
        ({"what": " "}, "what"),
        ({"zone": "Nowhere"}, "zone"),
        ({"topic": "weather"}, "topic"),
    ],
)  # fmt: skip
def test_a_margin_that_makes_no_sense_is_told_where(house, sheet, said, field):
    with pytest.raises(ValidationError) as refused:
        actions.put_term(house["manager"], sheet, margin(**said), sheet.revision)
    assert list(refused.value.message_dict) == [field]


def test_what_is_no_number_stays_as_it_was_typed(sheet, at):
    answer = at("manager", sheet, "term", {"revision": sheet.revision, "what": "Volume", "topic": "volume",
                                           "target": "ten", "walk_away": "0"})  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="ten"' in text
    assert sheet.terms.count() == 1


def test_one_point_at_a_time_is_opened_to_be_changed_and_a_refused_one_stays_open(house, sheet, client, at):
    sheet = actions.put_trade_off(house["manager"], sheet, Trade("Training"), sheet.revision)
    term, trade = sheet.terms.get(), sheet.trade_offs.get()
    page = at("manager", sheet).content.decode()
    assert [f"?edit=term-{term.pk}#edit" in page, f"?edit=trade-{trade.pk}#edit" in page] == [True, True]
    assert f'name="row" value="{term.pk}"' not in page
    address = reverse("plans:negotiation", args=[house["account"].public_id, sheet.public_id])
    opened = client.get(f"{address}?edit=term-{term.pk}").content.decode()
    assert opened.count('name="row"') == 1
    assert f'id="t{term.pk}-what"' in opened
    assert f'id="x{trade.pk}-what"' in client.get(f"{address}?edit=trade-{trade.pk}").content.decode()
    for nonsense in ("term-0", "term-", "say-1", "\x00", "term-" + "9" * 50):
        assert 'name="row"' not in client.get(address, {"edit": nonsense}).content.decode()
    refused = at("manager", sheet, "term", {"revision": sheet.revision, "row": term.pk, "what": "Net price",
                                            "topic": "price", "target": "a lot", "walk_away": "-4"})  # fmt: skip
    assert refused.status_code == 422
    assert 'value="a lot"' in refused.content.decode()


def test_an_empty_sheet_is_not_frozen_and_a_draft_has_no_outcome(house, at):
    made = actions.open_sheet(house["manager"], house["account"], words())
    empty = at("manager", made, "freeze", {"revision": made.revision})
    early = at("manager", made, "end", {"revision": made.revision, "agreed": "no"})

    assert (empty.status_code, early.status_code) == (422, 422)
    assert "An empty sheet is not frozen" in empty.content.decode()
    assert "Freeze the sheet first" in early.content.decode()


def test_once_frozen_neither_the_pages_nor_the_database_change_what_was_planned(house, frozen):
    for change in (
        lambda: actions.put_term(house["manager"], frozen, margin("Volume"), frozen.revision),
        lambda: actions.say(house["director"], frozen, words("Another"), frozen.revision),
        lambda: actions.discard(house["director"], frozen, frozen.revision),
    ):
        with pytest.raises(ValidationError):
            change()
    for beneath in (
        lambda: Term.objects.update(walk_away=Decimal(-9)),
        lambda: Term.objects.all().delete(),
        lambda: Term.objects.create(sheet=frozen, what="More", topic="price", target=0, walk_away=0),
        lambda: Negotiation.objects.update(objective="Another"),
        lambda: Negotiation.objects.update(stage="draft", frozen_at=None),
        lambda: Negotiation.objects.update(kept={}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            beneath()


def test_the_second_of_two_is_told(house, sheet, at):
    actions.put_term(house["director"], sheet, margin("Volume", topic="volume", target=Decimal(5),
                                                      walk_away=Decimal(0)), sheet.revision)  # fmt: skip
    answer = at("manager", sheet, "say", {"revision": sheet.revision, "subject": "Mine", "on": "2026-12-01"})
    assert answer.status_code == 422
    assert "Changed meanwhile" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()


@pytest.mark.parametrize(
    ("level", "said"),
    [("-1.5", "at target or better"), ("-3", "between target and walk-away point"), ("-5", "short of the walk-away")],
)
def test_the_end_is_compared_with_what_was_planned(house, frozen, at, level, said):
    ended = end(house, frozen, Decimal(level))
    assert said in at("manager", ended).content.decode()


def test_a_concession_for_nothing_is_pointed_at(house, frozen, at):
    given = Given("Sixty days", timezone.localdate(), "Sophie Lacaze", Decimal(90), Decimal(30))
    sheet = actions.concede(house["manager"], frozen, given, frozen.revision)
    text = at("manager", sheet).content.decode()
    assert "was for nothing" in text
    assert "for nothing</" in text

    ended = end(house, sheet, Decimal(-3))
    with pytest.raises(ValidationError):
        actions.concede(house["manager"], ended, given, ended.revision)


def test_a_trade_off_of_unknown_cost_says_so_and_comes_last(house, sheet, at):
    for name, them, us in (("Unknown", 900, None), ("Small", 50, 40), ("Large", 500, 100)):
        trade = Trade(name, Decimal(them), None if us is None else Decimal(us), "told")
        sheet = actions.put_trade_off(house["manager"], sheet, trade, sheet.revision)
    text = at("manager", sheet).content.decode()
    section = text[text.index("trades-title") :]
    assert section.index("Large") < section.index("Small") < section.index("Unknown")
    assert "cost unknown" in section
    with pytest.raises(ValidationError):
        actions.put_trade_off(house["manager"], sheet, Trade("Free", Decimal(1)), sheet.revision)


def test_the_next_step_becomes_an_action_or_a_commitment_once(house, plan, frozen, at):
    ended = end(house, frozen, Decimal(-2))
    due = (timezone.localdate() + dt.timedelta(days=9)).isoformat()
    sent = {"what": "Send the contract", "due": due, "becomes": "action", "revision": ended.revision}
    assert at("manager", ended, "next", sent).status_code == 302
    assert plan.actions.get().what == "Send the contract"

    ended.refresh_from_db()
    assert at("manager", ended, "next", sent | {"revision": ended.revision}).status_code == 422
    assert at("manager", ended, "next", sent | {"revision": ended.revision, "becomes": "commitment"}).status_code == 302
    ended.refresh_from_db()
    assert ended.commitment.what == "Send the contract"


def test_no_average_before_the_third_end(house, at):
    for count in range(1, 4):
        made = actions.open_sheet(house["manager"], house["account"], words())
        made = actions.put_term(house["manager"], made, margin(), made.revision)
        end(house, ends.freeze(house["manager"], made, made.revision), Decimal(-3))
        text = at("manager").content.decode()
        assert ("50%" in text) == (count == 3)


def test_profit_needs_every_cost_and_says_which_is_missing(house, sheet):
    there = Ground("2026-11-26", revenue=Decimal(1000), goods=Decimal(600), contribution=Decimal(300),
                   sold=(("Nord", 750.0), ("Sud", 250.0)))  # fmt: skip
    price, part = Term(topic="price", what="Price"), Term(topic="price", what="Price, Sud", zone="Sud")
    days = Term(topic="terms", what="Payment", now=Decimal(30))

    assert queries.profit(there, [price], lambda _one: Decimal(-4)).amount == 260
    assert queries.profit(there, [part], lambda _one: Decimal(-4)).amount == 290
    assert queries.profit(there, [days], lambda _one: Decimal(60)).unknown == ("Payment",)
    days.worth = Decimal(-1)
    assert queries.profit(there, [days], lambda _one: Decimal(60)).amount == 270
    assert queries.profit(Ground("2026-11-26"), [price], lambda _one: Decimal(-4)).amount is None


def test_what_was_kept_is_read_again_word_for_word():
    there = Ground("2026-11-26", (("Deadlines", 5),), Decimal("1000.25"), Decimal(600), Decimal("300.1"),
                   (("Nord", 750.5),), (queries.Product("P1", ("Nord", "Sud"), (10.0, 12.5), (3.0, 4.0)),))  # fmt: skip
    assert Ground.of(there.as_json()) == there


def test_hostile_words_are_harmless(house, at):
    made = actions.open_sheet(house["manager"], house["account"], words("<script>alert(1)</script>"))
    made = actions.put_term(house["manager"], made, margin("<img onerror=x>"), made.revision)
    text = at("manager", made).content.decode() + at("manager").content.decode()
    assert "<script>alert(1)" not in text
    assert "<img onerror" not in text


def test_freezing_after_the_day_is_told(house, at):
    past = timezone.localdate() - dt.timedelta(days=3)
    made = actions.open_sheet(house["manager"], house["account"], Words("Last week", past))
    made = actions.put_term(house["manager"], made, margin(), made.revision)
    late = ends.freeze(house["manager"], made, made.revision)
    assert "after the day it was for" in at("manager", late).content.decode()


def test_the_meeting_and_the_plan_lead_to_it(house, plan, client, at):
    meeting = arrange(house["manager"], house["account"], Arranged("Yearly talks", timezone.localdate()))
    actions.open_sheet(house["manager"], house["account"], words("Framework contract", meeting=meeting))
    account = house["account"].public_id
    places = (reverse("plans:meeting", args=[account, meeting.public_id]),
              reverse("plans:part", args=[account, "negotiations"]))  # fmt: skip
    at("manager")
    assert ["Framework contract" in client.get(place).content.decode() for place in places] == [True, True]
    at("other")
    assert ["Framework contract" in client.get(place).content.decode() for place in places] == [False, False]


def test_only_who_may_write_the_account_writes(house):
    for who in ("other", "expert", "head"):
        with pytest.raises(PermissionDenied):
            actions.open_sheet(house[who], house["account"], words())


def test_a_sheet_costs_few_statements(house, sheet, at):
    for number in range(12):
        sheet = actions.put_term(house["manager"], sheet, margin(f"Price {number}"), sheet.revision)
        sheet = actions.put_trade_off(house["manager"], sheet, Trade(f"Thing {number}"), sheet.revision)
    at("manager", sheet)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        at("manager", sheet)
    assert len(seen) <= 25 + 4  # signing in is four of them


def asked_to_freeze(who):
    return [item for item in due.items(who) if "Freeze the sheet" in str(item.why)]


@pytest.mark.parametrize(("ahead", "told"), [(-1, 0), (0, 1), (3, 1), (4, 0)])
def test_home_asks_who_leads_to_freeze_the_sheet_before_the_meeting(house, client, at, ahead, told):
    day = timezone.localdate() + dt.timedelta(days=ahead)
    sheet = actions.open_sheet(house["manager"], house["account"], Words("Framework contract", day, ours="Secret 4.7"))
    sheet = actions.put_term(house["manager"], sheet, margin("Hidden point"), sheet.revision)

    assert [len(asked_to_freeze(house[who])) for who in ("manager", "other", "head", "director")] == [told, 0, 0, 0]
    Reckoning.objects.update_or_create(pk=1, defaults={"ledger_version": 1, "base_currency": "EUR"})
    at("manager")
    page = client.get("/").content.decode()
    assert ("Framework contract" in page) is bool(told)
    assert "Secret 4.7" not in page
    assert "Hidden point" not in page
    ends.freeze(house["manager"], sheet, sheet.revision)
    assert asked_to_freeze(house["manager"]) == []


def test_the_day_of_its_meeting_counts_and_a_cancelled_one_asks_nothing(house):
    today = timezone.localdate()
    meeting = arrange(house["manager"], house["account"], Arranged("Yearly talks", today + dt.timedelta(days=2)))
    actions.open_sheet(
        house["manager"], house["account"], Words("Contract", today + dt.timedelta(days=2), meeting=meeting)
    )
    (item,) = asked_to_freeze(house["manager"])
    assert (item.due, item.urgency) == (meeting.on, "soon")

    cancel(house["manager"], meeting, "They asked for it", meeting.revision)

    assert asked_to_freeze(house["manager"]) == []


def test_home_reads_no_more_for_it(house, plan, client, at):
    Reckoning.objects.update_or_create(pk=1, defaults={"ledger_version": 1, "base_currency": "EUR"})
    today = timezone.localdate()
    add_action(house["manager"], plan, Doing("Audit the line", today, today, owner=house["manager"]))
    at("manager")
    client.get("/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get("/")
        counts.append(len(seen))
        actions.open_sheet(house["manager"], house["account"], words())
    assert counts[0] == counts[1]
