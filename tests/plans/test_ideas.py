"""The bank of ideas: who adds, what fits whom, what came of it, whose name is never told, what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Account, TeamMember
from trousseau.knowledge.models import Stake
from trousseau.plans.actions import ideas as actions
from trousseau.plans.actions import value as bringing
from trousseau.plans.actions.changing import take_out
from trousseau.plans.actions.ideas import Thought
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.actions.undoing import bring_back
from trousseau.plans.actions.value import Bringing
from trousseau.plans.ideas_delivered import IDEAS
from trousseau.plans.models import Action, Idea, IdeaUse, Initiative
from trousseau.plans.queries import ideas as queries
from trousseau.plans.queries.ideas import Ask

STOPS = Thought("Count the hours their furnaces stand still", "risk", "Two sensors a furnace.", "Hours × cost",
                ("line stops",), "", Decimal(3))  # fmt: skip


@pytest.fixture
def idea(house):
    return actions.add(house["manager"], STOPS)


@pytest.fixture
def stake(house):
    return Stake.objects.create(
        account=house["account"], title="Fewer line stops", said_on=timezone.localdate(), source="Visit"
    )


def confirmed(user, account, idea, amount):
    said = Bringing("risk", "Hours won", timezone.localdate() - dt.timedelta(days=30), Decimal(amount), method="×")
    one = bringing.add(user, account, Bringing(**{**said.__dict__, "idea": idea}))
    return bringing.confirm(user, one, by="Ana", on=timezone.localdate(), said="", agreed=None, revision=one.revision)


def fits(house):
    return [str(fit.idea) for fit in queries.fitting(house["manager"], house["account"])]


def test_delivered_ideas_read_in_the_language_of_their_reader(client, house):
    client.force_login(house["expert"])

    page = client.get(reverse("plans:ideas")).content.decode()

    assert len(IDEAS) >= 15
    assert "Take over part of their buffer stock" in page
    with translation.override("fr"):
        assert str(Idea.objects.get(key="buffer_stock")) == "Reprendre une partie de leur stock tampon"


def test_an_idea_fits_a_client_by_its_stakes_until_it_is_tried_there(house, idea, plan, stake):
    assert {"Foresee line stops from what our equipment measures", str(idea)} <= set(fits(house))
    assert "Train their newcomers in our workshop" not in fits(house)

    actions.act_on(house["manager"], idea, plan)

    assert str(idea) not in fits(house)


def test_an_idea_of_another_industry_fits_nobody_else(house, stake):
    said = Thought("Check rails by night", "risk", stakes=("line stops",), industry="Rail")
    other = actions.add(house["manager"], said)

    assert str(other) not in fits(house)


def test_one_press_makes_an_action_and_the_value_that_comes_of_it_counts_for_the_idea(client, house, idea, plan):
    client.force_login(house["manager"])
    said = {"account": house["account"].public_id, "becomes": "action"}

    answer = client.post(reverse("plans:use_idea", args=[idea.public_id]), said)

    action = Action.objects.get()
    assert (action.what, action.owner, action.days) == (STOPS.title, house["manager"], 3)
    assert action.public_id in answer.url
    value = Bringing("risk", "Hours won", timezone.localdate(), Decimal(40_000), method="Hours × cost", action=action)
    made = bringing.add(house["manager"], house["account"], value)
    bringing.confirm(
        house["manager"], made, by="Ana", on=timezone.localdate(), said="", agreed=Decimal(30_000), revision=1
    )
    record = queries.records([idea])[idea.pk]
    assert (len(record.clients), len(record.confirming), record.confirmed) == (1, 1, 30_000)


@pytest.fixture
def initiative(client, house, idea, plan):
    """What one press makes of the idea, told what it is to bring."""
    client.force_login(house["manager"])
    said = {"account": house["account"].public_id, "becomes": "initiative"}
    where = client.post(reverse("plans:use_idea", args=[idea.public_id]), said).url
    made = Initiative.objects.get()
    assert where == reverse("plans:edit_part", args=[said["account"], "initiatives", made.pk])
    typed = {"title": made.title, "why": made.why, "expected": "30000", "revision": made.revision}
    assert client.post(where, typed).status_code == 302
    made.refresh_from_db()
    return made


def test_an_idea_becomes_an_initiative_and_both_say_so(client, idea, plan, initiative):
    assert (initiative.title, initiative.why, initiative.expected) == (STOPS.title, STOPS.how, 30_000)
    of_plan = client.get(reverse("plans:part", args=[plan.account.public_id, "initiatives"])).content.decode()
    of_idea = client.get(reverse("plans:idea", args=[idea.public_id])).content.decode()

    assert f'href="{reverse("plans:idea", args=[idea.public_id])}"' in of_plan
    assert "30,000" in of_plan
    assert "expected a year" in of_plan
    assert reverse("plans:edit_part", args=[plan.account.public_id, "initiatives", initiative.pk]) in of_idea
    assert "expected a year" in of_idea


def test_the_value_of_an_action_of_such_an_initiative_counts_for_the_idea(house, idea, plan, initiative):
    today = timezone.localdate()
    action = add_action(house["manager"], plan, Doing("Sensors", today, today, house["manager"], initiative=initiative))
    bringing.add(house["manager"], house["account"], Bringing("risk", "Hours won", today, action=action))

    assert set(IdeaUse.objects.values_list("idea", "delivered__what")) == {(idea.pk, None), (idea.pk, "Hours won")}


@pytest.mark.parametrize("becomes", ["action", "initiative"])
def test_what_is_taken_out_and_brought_back_still_knows_its_idea(house, idea, plan, becomes):
    make = actions.act_on if becomes == "action" else actions.group_under
    made = make(house["manager"], idea, plan)
    take_out(house["manager"], made, made.revision)
    assert not IdeaUse.objects.exists()

    bring_back(house["manager"], AuditEvent.objects.filter(verb="plan.part_taken_out").first())

    assert getattr(IdeaUse.objects.get(idea=idea), becomes).pk == made.pk


def test_a_retired_idea_becomes_nothing(house, idea, plan):
    actions.retire(house["manager"], idea, "Nobody wants it", revision=idea.revision)
    idea.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.group_under(house["manager"], idea, plan)
    assert not Initiative.objects.exists()


def test_one_press_drafts_a_value_that_remembers_its_idea(client, house, idea):
    client.force_login(house["manager"])
    said = {"account": house["account"].public_id, "becomes": "value"}

    draft = client.post(reverse("plans:use_idea", args=[idea.public_id]), said).url

    assert STOPS.title in client.get(draft).content.decode()
    typed = {"what": "Hours won", "category": "risk", "since": "2026-01-10", "idea": idea.public_id}
    assert client.post(reverse("plans:value_here", args=[said["account"]]), typed).status_code == 302
    assert IdeaUse.objects.get().delivered.what == "Hours won"


def test_the_record_counts_every_client_and_names_only_those_one_sees(client, house, idea):
    hidden = Account.objects.create(key="B1", name="Vernay Turbines", manager=house["other"], search_text="vernay")
    confirmed(house["manager"], house["account"], idea, 100_000)
    confirmed(house["other"], hidden, idea, 140_000)
    client.force_login(house["manager"])

    page = client.get(reverse("plans:idea", args=[idea.public_id])).content.decode()

    assert "Alstrom" in page
    assert "and at 1 client that you do not see" in page
    pages = [page, *(client.get(reverse(name)).content.decode() for name in ("plans:ideas", "plans:ideas_alike"))]
    pages.append(client.get(reverse("plans:ideas_table", args=["csv"])).getvalue().decode())
    assert not any("Vernay" in one for one in pages)
    assert "tried at 2 clients" in page


def test_an_idea_that_names_a_client_is_refused_and_what_was_typed_is_kept(client, house):
    client.force_login(house["manager"])

    answer = client.post(reverse("plans:ideas"), {"title": "What we did at ALSTROM", "category": "risk"})

    assert answer.status_code == 422
    assert "Say it without naming Alstrom SA" in answer.content.decode()
    assert "What we did at ALSTROM" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"category": "magic"}, "category"),
        ({"stakes": tuple(f"stake {n}" for n in range(11))}, "stakes"),
        ({"days": Decimal(-1)}, "days"),
    ],
)
def test_bad_input_is_refused_at_its_field(house, said, field):
    with pytest.raises(ValidationError) as refused:
        actions.add(house["manager"], Thought(**{"title": "A thought", "category": "risk", **said}))

    assert field in refused.value.message_dict


def test_whoever_is_on_a_team_adds_one_and_others_do_not(house):
    with pytest.raises(PermissionDenied):
        actions.add(house["expert"], STOPS)
    TeamMember.objects.create(account=house["account"], user=house["expert"])

    assert actions.add(house["expert"], STOPS).created_by == house["expert"]


def test_only_its_author_and_who_runs_the_programme_change_it_and_the_second_is_told(house, idea):
    with pytest.raises(PermissionDenied):
        actions.change(house["other"], idea, STOPS, revision=1)
    actions.change(house["director"], idea, Thought("Other words", "cost"), revision=1)

    with pytest.raises(ValidationError, match="Claire Dumas: Idea changed"):
        actions.change(house["manager"], idea, STOPS, revision=1)


def test_retired_with_a_reason_it_is_proposed_no_longer(house, idea, plan, stake):
    with pytest.raises(ValidationError):
        actions.retire(house["manager"], idea, " ", revision=1)
    actions.retire(house["manager"], idea, "Everybody does it by now.", revision=1)

    assert str(idea) not in fits(house)
    assert idea not in queries.matching(house["manager"], Ask())
    assert idea in queries.matching(house["manager"], Ask(retired=True))
    with pytest.raises(ValidationError, match="Everybody does it"):
        actions.act_on(house["manager"], Idea.objects.get(pk=idea.pk), plan)


@pytest.mark.parametrize(
    "query",
    ["?q=furnaces", "?stake=line stops&q=furnaces", "?category=risk&q=furnaces", "?industry=Rail&q=furnaces"],
)
def test_filters_find_it(client, house, idea, query):
    client.force_login(house["manager"])

    assert STOPS.title in client.get(reverse("plans:ideas") + query).content.decode()


def test_ideas_in_the_same_words_are_pointed_at(client, house, idea):
    client.force_login(house["manager"])
    alike = reverse("plans:ideas_alike")

    assert STOPS.title in client.get(alike, {"title": "furnaces that stand still"}).content.decode()
    assert STOPS.title not in client.get(alike, {"title": "furnaces and people"}).content.decode()
    assert STOPS.title not in client.get(alike, {"title": STOPS.title, "beside": idea.public_id}).content.decode()


def test_hostile_words_are_harmless(client, house):
    actions.add(house["manager"], Thought("=cmd|' /C calc'!A0 <script>", "risk"))
    client.force_login(house["manager"])

    assert "<script>'" not in client.get(reverse("plans:ideas")).content.decode()
    assert "\r\n'=cmd" in client.get(reverse("plans:ideas_table", args=["csv"])).getvalue().decode()
