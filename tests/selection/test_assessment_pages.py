"""The pages of assessments: opened, judged blind, closed, discussed; what each may see of them."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.accounts import due
from trousseau.accounts.access import every_account
from trousseau.portfolio.queries.source import asked
from trousseau.selection.actions import close_round, hand_in, judge, remove_assessor
from trousseau.selection.models import Consensus, Judgement, Round
from trousseau.selection.queries.judgements import agreed

from .assessing import DUE, give, opened, publish, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(director, person):
    publish()
    return director, person("head", name="Julien"), person("manager", name="Sophie")


@pytest.fixture
def see(client):
    """Get a page of the room as somebody, by its name."""

    def get(somebody, name, *args, **query):
        client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.get(reverse(f"selection:{name}", args=args), query)

    return get


@pytest.fixture
def post(client):
    """The same by POST."""

    def send(somebody, name, *args, **fields):
        client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.post(reverse(f"selection:{name}", args=args), fields)

    return send


def text(answer):
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def form(people, **changes):
    return {
        "criterion": ["stake", "relationship"],
        "client": ["Alstrom", "C3"],
        "assessor": [str(one.pk) for one in people],
        "due": DUE.isoformat(),
    } | changes


def test_a_round_is_proposed_and_opened_with_named_clients_and_some_for_one(people, see, post):
    director, julien, sophie = people
    page = see(director, "open_round").context["page"]
    assert [one.value for one in page.criteria] == ["stake", "relationship"]
    assert {one.label for one in page.clients} >= {"Alstrom", "Vernay", "Kessler"}
    assert all(one.ticked for one in page.clients)
    answer = post(
        director, "open_round", **form(people), more="kessler\nFUSEE", **{f"only-{sophie.pk}": "Vernay; Kessler"}
    )
    assert answer.status_code == 302
    found = Round.objects.get()
    assert [row.client for row in found.clients.all()] == ["Alstrom", "C3", "C4", "C6"]
    seats = {seat.person: [one.client.name for one in seat.assigned.all()] for seat in found.assessors.all()}
    assert seats == {
        director: ["Alstrom", "Vernay", "Kessler", "Fusée"],
        julien: ["Alstrom", "Vernay", "Kessler", "Fusée"],
        sophie: ["Vernay", "Kessler"],
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"more": "Nobody at all"}, "Unknown names: “Nobody at all”"),
        ({"due": "tomorrow"}, "“tomorrow” is no day"),
        ({"due": "2020-01-01"}, "has passed"),
        ({"assessor": []}, "at least one person"),
        ({"client": []}, "at least one client"),
        ({"criterion": []}, "at least one judged criterion"),
        ({"criterion": ["revenue"]}, "“revenue” is no judged criterion"),
    ],
)
def test_a_round_that_cannot_be_opened_says_why_and_keeps_what_was_typed(people, post, changes, says):
    answer = post(people[0], "open_round", **form(people, note="look well", **changes))
    assert answer.status_code == 422
    assert says in text(answer)
    assert answer.context["page"].note == "look well"
    assert not Round.objects.exists()


def test_without_a_judged_criterion_the_page_says_how_to_add_one(director, see):
    assert "no judged criterion" in text(see(director, "open_round"))
    assert "edit=1" in see(director, "assessments").content.decode()


def test_only_who_is_asked_finds_the_page_of_their_assessments(people, person, see, post):
    director, julien, sophie = people
    found = opened(director, (julien, sophie), only={sophie: ["C3"]})
    assert see(julien, "judge", found.public_id, 1).status_code == 200
    for name, args in (("my_assessments", ()), ("judge", (1,))):
        assert see(director, name, found.public_id, *args).status_code == 404
        assert see(person("expert"), name, found.public_id, *args).status_code == 404
    assert see(sophie, "judge", found.public_id, 1).status_code == 404
    assert see(sophie, "judge", found.public_id, 2).status_code == 200
    assert see(sophie, "round", found.public_id).status_code == 403
    remove_assessor(director, found, found.assessors.get(person=sophie).pk, "left", keep=False)
    assert see(sophie, "my_assessments", found.public_id).status_code == 404
    assert post(sophie, "hand_in", found.public_id).status_code == 404


def test_a_client_is_judged_and_saved_and_the_next_one_shown(people, see, post):
    director, julien, _ = people
    found = opened(director, (julien,))
    fields = {"level-0": "5", "reason-0": "their plan", "evidence-0": "minutes of May", "level-1": "none"}
    answer = post(julien, "judge", found.public_id, 1, **fields)
    assert answer.url == reverse("selection:judge", args=[found.public_id, 2])
    kept = {one.criterion: (one.level, one.reason, one.evidence) for one in Judgement.objects.all()}
    assert kept == {"stake": (5, "their plan", "minutes of May"), "relationship": (None, "", "")}
    page = see(julien, "judge", found.public_id, 1).context["page"]
    assert (page.given, page.answers, page.asked[1].cannot, page.asked[0].reason) == (2, 6, True, "their plan")
    events = AuditEvent.objects.count()
    assert post(julien, "judge", found.public_id, 2).url == reverse("selection:judge", args=[found.public_id, 3])
    assert AuditEvent.objects.count() == events
    answer = post(julien, "hand_in", found.public_id)
    assert (answer.status_code, "4 answers are missing" in text(answer)) == (422, True)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"level-0": "5", "reason-0": "kept words"}, "5 is an end of the scale"),
        ({"level-0": "1", "evidence-0": "kept words"}, "1 is an end of the scale"),
        ({"reason-0": "kept words"}, "chose no level"),
        ({"level-0": "7", "reason-0": "kept words"}, "“7” is no level"),
    ],
)
def test_an_answer_that_is_refused_keeps_what_was_typed(people, post, fields, says):
    found = opened(people[0], people)
    answer = post(people[1], "judge", found.public_id, 1, **fields, **{"level-1": "3"})
    assert answer.status_code == 422
    assert says in text(answer)
    assert "kept words" in answer.content.decode()
    assert not Judgement.objects.exists()


def test_figures_are_those_the_assessor_may_see(people, see):
    director, _, sophie = people
    found = opened(director, people)
    account = every_account().get(key="C1")
    account.manager = sophie
    account.save()
    assert see(director, "judge", found.public_id, 1).context["page"].figures.whole
    figures = see(sophie, "judge", found.public_id, 1).context["page"].figures
    assert ([one.key for one in figures.accounts], figures.whole, figures.revenue) == (["C1"], False, 37_200)
    assert see(sophie, "judge", found.public_id, 2).context["page"].figures is None


def test_someone_without_the_portfolio_finds_only_their_own_rounds(people, see):
    director, julien, sophie = people
    opened(director, (julien,))
    assert "nothing to judge" in text(see(sophie, "assessments"))
    answer = see(julien, "assessments")
    assert len(answer.context["page"].mine) == 1
    assert not answer.context["page"].rounds
    assert len(see(director, "assessments").context["page"].rounds) == 1


SECRET = "a word nobody else may read 4711"


def everything(see, client, somebody, found):
    """All that someone can get of a round, and of what hangs on it, before it is closed."""
    pages = [see(somebody, "assessments"), see(somebody, "round", found.public_id)]
    pages += [see(somebody, "my_assessments", found.public_id)]
    pages += [see(somebody, "judge", found.public_id, place) for place in (1, 2, 3)]
    pages += [see(somebody, "judgements_table", found.public_id, kind) for kind in ("csv", "xlsx")]
    pages += [see(somebody, "assessment_sheet", found.public_id, "csv")]
    pages += [see(somebody, "ranking"), client.get(reverse("home")), client.get(reverse("trust:audit"))]
    return pages


@given(st.lists(st.lists(st.sampled_from([None, 1, 2, 3, 4, 5]), min_size=6, max_size=6), min_size=2, max_size=2))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_another_says_is_nowhere_before_the_round_is_closed(people, see, client, levels):
    """Two worlds that differ in what the others said only: whoever asks is shown the same."""
    director, julien, sophie = people
    shown = []
    for world in levels:
        with transaction.atomic():
            found = opened(director, people)
            Round.objects.filter(pk=found.pk).update(public_id="same")
            found.refresh_from_db()
            cells = iter(world)
            for row in found.clients.all():
                for criterion in found.criteria:
                    one = said(next(cells))
                    words = type(one)(one.level, SECRET, SECRET)
                    judge(julien, found, row, {criterion["key"]: words})
            hand_in(julien, found)
            give(sophie, found, {"Vernay": {"stake": 3}}, handed_in=False)
            pages = [(one, page) for one in (director, sophie) for page in everything(see, client, one, found)]
            trail = [(event.verb, event.before, event.after) for event in AuditEvent.objects.order_by("pk")]
            shown.append([(page.status_code, _without_tokens(page)) for _, page in pages] + trail)
            assert not any(SECRET in str(part) for part in shown[-1])
            assert agreed() == {}
            transaction.set_rollback(True)
    assert shown[0] == shown[1]


def _without_tokens(page):
    """A page without what differs between any two requests: tokens, nonces, keys of rows, times."""
    body = page.content.decode()
    body = re.sub(r'(nonce|value|content)="[A-Za-z0-9_\-+/=]{20,}"', "", body)
    return re.sub(
        r"nonce-[A-Za-z0-9_\-]+|/assessors/\d+/|value=\"\d+\"|reason-\d+|\"X-CSRFToken\": *\"[^\"]*\"", "", body
    )


def test_once_closed_all_is_read_discussed_and_settled(people, see, post):
    director = people[0]
    found = opened(director, people)
    for one, level in zip(people, (1, 2, 4), strict=True):
        give(
            one,
            found,
            {"Kessler": {"relationship": level}, "Vernay": {"stake": 3}, "Alstrom": {"stake": 2 + level % 2}},
        )
    close_round(director, found)
    page = see(director, "round", found.public_id).context["page"]
    assert [(one.client.name, one.criterion, one.levels) for one in page.open] == [
        ("Kessler", "relationship", "1, 2 and 4"),
        ("Alstrom", "stake", "2, 2 and 3"),
    ]
    assert page.criteria[0].units == 2
    assert page.criteria[0].word == "too few judged twice to say"
    one = page.open[0]
    fields = {"client": one.client.pk, "criterion": "relationship", "seen": one.seen, "level": "2.5"}
    answer = post(director, "settle", found.public_id, **fields, reason=" ")
    assert (answer.status_code, "Say why" in text(answer)) == (422, True)
    assert post(director, "settle", found.public_id, **fields, reason="talked").status_code == 302
    answer = post(director, "settle", found.public_id, **{**fields, "level": "4"}, reason="I came second")
    assert (answer.status_code, "in the meantime" in text(answer)) == (422, True)
    assert "I came second" in answer.content.decode()
    page = see(director, "round", found.public_id).context["page"]
    assert [(one.client.name, one.level) for one in page.settled] == [("Kessler", "2.5")]
    seen = page.settled[0].seen
    answer = post(director, "settle", found.public_id, **{**fields, "seen": seen}, reason="new facts", undo="1")
    assert answer.status_code == 302
    assert Consensus.objects.count() == 2
    assert len(see(director, "round", found.public_id).context["page"].open) == 2


def test_the_file_of_a_closed_round_holds_every_judgement(people, see):
    director, julien, sophie = people
    found = opened(director, (julien, sophie), criteria=["stake"])
    give(julien, found, {"Kessler": {"stake": 5}})
    give(sophie, found, {"Kessler": {"stake": 3}}, handed_in=False)
    other = opened(director, (sophie,), criteria=["stake"])
    close_round(director, other, {other.assessors.get().pk: "time is up"})
    assert "Counted though not handed in: Sophie (“time is up”)" in text(see(director, "round", other.public_id))
    assert see(director, "judgements_table", found.public_id, "csv").status_code == 404
    close_round(director, found)
    answer = see(director, "judgements_table", found.public_id, "csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Name"], row["Assessor"], row["Level"]) for row in rows] == [
        ("Alstrom", "Julien", ""),
        ("Vernay", "Julien", ""),
        ("Kessler", "Julien", "5"),
    ]
    assert rows[2]["What shows it"] == "visit report"
    assert "Not counted: Sophie" in text(see(director, "round", found.public_id))


def test_the_ranking_takes_what_was_agreed(people, see):
    director, julien, sophie = people
    found = opened(director, (julien, sophie))
    give(julien, found, {"Alstrom": {"stake": 4, "relationship": 2}})
    give(sophie, found, {"Alstrom": {"stake": 4, "relationship": 3}})
    close_round(director, found)
    ranked = see(director, "ranking").context["page"].found
    at = ranked.accounts.index("Alstrom")
    stake, relationship = ranked.criteria.index("stake"), ranked.criteria.index("relationship")
    assert ranked.points[at][stake] == 75
    assert (ranked.ends[0][at][relationship], ranked.ends[1][at][relationship]) == (25, 50)
    assert asked(director, {}) is not None


def test_what_is_due_stands_on_home_for_assessors_and_for_the_director(people):
    director, julien, sophie = people
    found = opened(director, (julien, sophie), criteria=["stake"])

    def told(somebody):
        return [str(item.title) for item in due.items(somebody) if item.kind == "Assessments"]

    assert told(julien) == ["3 answers left to give on 3 clients."]
    assert told(director) == []
    give(julien, found, {})
    give(sophie, found, {}, handed_in=False)
    assert told(julien) == []
    assert told(sophie) == ["Everything is judged on 3 clients: hand it in."]
    sophie.is_active = False
    sophie.save()
    assert told(director) == ["An assessor has left the house: Sophie."]
    remove_assessor(director, found, found.assessors.get(person=sophie).pk, "left us", keep=True)
    assert told(director) == ["Everyone has handed in: the round of assessments can be closed."]
    close_round(director, found)
    assert told(director) == []


def test_the_page_of_an_account_shows_what_was_said_of_its_client_once_closed(people, client, see):
    director, julien, sophie = people
    found = opened(director, (julien, sophie))
    give(julien, found, {"Alstrom": {"stake": 4, "relationship": 2}})
    give(sophie, found, {"Alstrom": {"stake": 4, "relationship": 5}})
    address = reverse("accounts:panel", args=[every_account().get(key="C1").public_id, "assessments"])
    see(director, "assessments")
    assert "What each said" not in client.get(address).content.decode()
    close_round(director, found)
    shown = text(client.get(address))
    assert "disagreement" in shown
    assert "visit report" in shown
    account = every_account().get(key="C1")
    account.manager = sophie
    account.save()
    see(sophie, "assessments")
    assert "What each said" not in text(client.get(address))


@pytest.mark.parametrize("closed", [False, True])
def test_more_clients_cost_no_more_queries(people, see, client, django_assert_max_num_queries, closed):
    director = people[0]
    for many in (3, 30):
        clients = (("Alstrom", "Alstrom"), *((f"X{at}", f"X{at}") for at in range(many)))
        found = opened(director, people, clients=clients)
        for one, level in zip(people, (2, 3, 4), strict=True):
            give(one, found, {name: {"stake": level} for _, name in clients})
        if closed:
            close_round(director, found)
        for name, args in (
            ("assessments", ()),
            ("round", (found.public_id,)),
            ("my_assessments", (found.public_id,)),
            ("judge", (found.public_id, 1)),
        ):
            see(director, name, *args)
            with django_assert_max_num_queries(25):
                client.get(reverse(f"selection:{name}", args=args))


def test_hostile_fields_are_refused_in_a_sentence_or_not_found(people, see, post):
    director, julien, _ = people
    huge = "9" * 40
    assert post(director, "open_round", **form(people) | {"assessor": [huge]}).status_code == 422
    assert post(director, "open_round", **form(people) | {"assessor": ["x", "-1"]}).status_code == 422
    assert post(director, "open_round", **form(people) | {"client": [huge, "<b>"]}).status_code == 422
    found = opened(director, (julien,))
    assert post(director, "add_assessor", found.public_id, person=huge).status_code == 404
    assert post(director, "remove_assessor", found.public_id, int(huge), reason="why").status_code == 422
    assert see(julien, "judge", found.public_id, int(huge)).status_code == 404
    close_round(director, found)
    for level in ("nan", "inf", "1e400", "", huge):
        fields = {
            "client": found.clients.first().pk,
            "criterion": "stake",
            "level": level,
            "reason": "why",
            "seen": "0",
        }
        assert post(director, "settle", found.public_id, **fields).status_code == 422
    assert post(director, "settle", found.public_id, client=huge).status_code == 404
    assert post(director, "settle", found.public_id, client=str(found.clients.first().pk), seen="x").status_code == 422
