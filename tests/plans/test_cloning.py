"""Taking a plan over for another account: days, owners, all or nothing, and nothing of the first client's people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Account, Group, TeamMember, folded
from trousseau.knowledge.models import Contact
from trousseau.plans.actions import kpis
from trousseau.plans.actions.changing import Advised, Feared, add_recommendation, add_risk
from trousseau.plans.actions.cloning import clone
from trousseau.plans.actions.initiatives import Together, add_initiative
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective
from trousseau.plans.models import Plan
from trousseau.plans.queries.cloning import TEXTS, names

AMBITION = "Their first choice for maintenance."


@pytest.fixture
def other(house):
    """An account of the same manager, without plan, with an expert on its team."""
    made = Account.objects.create(key="B1", name="Bréguier SAS", manager=house["manager"], search_text="breguier sas")
    TeamMember.objects.create(account=made, user=house["expert"], role="expert")
    return made


@pytest.fixture
def people(house):
    """The first client: its group, and somebody there."""
    house["account"].group = Group.objects.create(name="Groupe Vauquelin")
    house["account"].save()
    return Contact.objects.create(
        account=house["account"],
        name="Hélène Quinart",
        email="h.quinart@alstrom.example",
        phone="+33 5 56 12 34 56",
        said_on=timezone.localdate(),
    )


def fill(user, plan, text="the buyer", owner=None):
    """One part of each kind, `text` in all that may be left out alone."""
    start, end = plan.starts + dt.timedelta(days=10), plan.starts + dt.timedelta(days=100)
    aim = add_objective(
        user, plan, Wanted("Grow in services", end, why=text, start_text=text, target_text=text, owner=owner)
    )
    line = add_initiative(user, plan, Together("Service visits", aim))
    first = add_action(
        user, plan, Doing("List the sites", start, end, owner or user, how=text, objective=aim, initiative=line,
                          stake_amount=Decimal(5000), money=Decimal(300), days=Decimal(2)),
    )  # fmt: skip
    second = add_action(user, plan, Doing("Offer a contract", start, end, owner or user))
    second.needs.add(first)
    add_recommendation(user, plan, Advised("Sell hours, not parts", "Hours are asked for", Decimal(900), aim))
    add_risk(user, plan, Feared("A competitor underbids", text, owner, Decimal("0.2"), Decimal(7000)))
    kpis.define(
        user, plan, kpis.Said("Sales of services", "ledger", end, start, {"measure": "revenue", "by": "account"},
                              baseline=Decimal(10), target=Decimal(20), objective=aim),
    )  # fmt: skip


def everything(plan, since):
    """All that a plan says, and all that the trail says since an event, as one text."""
    said = [plan.ambition]
    for kind in TEXTS:
        for row in getattr(plan, kind).all():
            said += [str(getattr(row, field.name)) for field in row._meta.get_fields() if not field.is_relation]
    trail = AuditEvent.objects.filter(pk__gt=since).values_list("after", "before", "target_label")
    return " ".join([*said, *(str(row) for row in trail)])


def test_parts_come_with_shifted_days_the_role_s_owner_and_what_they_wait_for(house, plan, other):
    TeamMember.objects.create(account=plan.account, user=house["other"], role="expert")
    fill(house["manager"], plan, "Ask first", owner=house["other"])
    starts = dt.date(timezone.localdate().year + 1, 1, 4)

    made = clone(house["manager"], plan, other, starts, AMBITION)

    action = made.actions.get(what="List the sites")
    for new, old in ((action.starts, plan.starts + dt.timedelta(days=10)),
                     (action.due, plan.starts + dt.timedelta(days=100))):  # fmt: skip
        exact = starts + (old - plan.starts)
        assert new.weekday() < 5
        assert 0 <= (new - exact).days <= 2
    assert made.ends - made.starts == plan.ends - plan.starts
    assert (action.owner, action.how, action.done, action.contact) == (house["expert"], "Ask first", 0, None)
    assert action.objective.title == action.initiative.objective.title == "Grow in services"
    assert [one.what for one in made.actions.get(what="Offer a contract").needs.all()] == ["List the sites"]
    assert made.recommendations.get().objective == action.objective


def test_amounts_baselines_targets_and_probabilities_stay_behind(house, plan, other):
    fill(house["manager"], plan)

    made = clone(house["manager"], plan, other, timezone.localdate(), AMBITION)

    action, kpi, risk = made.actions.first(), made.kpis.get(), made.risks.get()
    assert (action.stake_amount, action.money, action.days) == (None, None, Decimal(2))
    assert (kpi.baseline, kpi.target, kpi.formula["measure"], kpi.unit) == (None, None, "revenue", "money")
    assert (risk.probability, risk.impact, made.recommendations.get().expected) == (None, None, None)
    assert made.objectives.get().start_text == made.objectives.get().target_text == ""
    assert not kpi.readings.exists()


TELLING = st.sampled_from(
    ["Hélène Quinart", "HELENE", "quinart", "h.quinart@alstrom.example", "+33 5 56 12 34 56", "05 56 12 34 56",
     "Alstrom", "alstrom sa", "Vauquelin", "Groupe Vauquelin", "Mme Quinart’s", "somebody@else.example"]
)  # fmt: skip
BEHIND = st.sampled_from(["", ".", ", who decides", "-team", "’s view"])
AROUND = st.sampled_from(["", "see ", "(", "« ", "the offer of "])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.builds("{}{}{}".format, AROUND, TELLING, st.sampled_from(["", ".", ", who decides", "-team", "’s view"]))
)
def test_nobody_of_the_first_client_is_anywhere_in_the_clone(house, plan, other, people, text):
    Plan.objects.filter(account=other).delete()
    for part in TEXTS:
        getattr(plan, part).all().delete()
    user = house["manager"]
    fill(user, plan, text)
    add_action(user, plan, Doing(text, plan.starts, plan.ends, contact=people))
    add_objective(user, plan, Wanted(text, plan.ends))
    add_recommendation(user, plan, Advised("Go and see them", text))
    add_risk(user, plan, Feared(text))
    since = AuditEvent.objects.latest("pk").pk

    made = clone(user, plan, other, timezone.localdate(), AMBITION)

    said = folded(everything(made, since))
    for telltale in ("helene", "quinart", "alstrom", "vauquelin", "56 12 34 56", "somebody@"):
        assert telltale not in said
    assert [made.actions.count(), made.objectives.count(), made.recommendations.count(), made.risks.count()] == [
        2, 1, 1, 1,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["Offer 12 000 000 parts", "Sell to the group’s plants", "Call them in 2027", ""])
@pytest.mark.usefixtures("people")
def test_a_text_that_names_nobody_is_taken(plan, text):
    assert not names(plan).told_in(text)


def test_an_ambition_that_names_the_other_client_is_refused_and_nothing_is_made(house, plan, other):
    fill(house["manager"], plan)

    with pytest.raises(ValidationError, match="names the other client"):
        clone(house["manager"], plan, other, timezone.localdate(), "As at Alstrom.")

    assert not other.plans.exists()


def test_an_account_with_a_plan_or_without_manager_is_refused(house, plan, other):
    clone(house["manager"], plan, other, timezone.localdate(), AMBITION)
    with pytest.raises(ValidationError, match="has a plan already"):
        clone(house["manager"], plan, other, timezone.localdate(), AMBITION)

    alone = Account.objects.create(key="C1", name="Cassan", search_text="cassan")
    with pytest.raises(ValidationError, match="Nobody leads"):
        clone(house["director"], plan, alone, timezone.localdate(), AMBITION)


def test_a_plan_one_does_not_see_is_taken_by_nobody(client, house, plan):
    mine = Account.objects.create(key="D1", name="Dornier", manager=house["other"], search_text="dornier")
    with pytest.raises(PermissionDenied):
        clone(house["other"], plan, mine, timezone.localdate(), AMBITION)

    client.force_login(house["other"])
    address = reverse("plans:clone", args=[mine.public_id])
    assert "Alstrom" not in client.get(address).content.decode()
    assert client.get(address, {"source": plan.public_id}).status_code == 404


@pytest.mark.usefixtures("people")
def test_the_page_shows_what_comes_and_what_stays_keeps_what_was_typed_and_opens_the_plan(
    client, house, plan, other, django_assert_max_num_queries
):
    fill(house["manager"], plan, "Ask Mme Quinart")
    client.force_login(house["manager"])
    address = reverse("plans:clone", args=[other.public_id])
    assert address in client.get(reverse("plans:plan", args=[other.public_id])).content.decode()

    with django_assert_max_num_queries(25):
        seen = client.get(address, {"source": plan.public_id, "day": "2027-01-04"}).content.decode()
    assert "List the sites" in seen
    assert "Ask Mme Quinart" in seen.partition("Left out because")[2]

    sent = {"source": plan.public_id, "day": "2027-01-04", "ambition": "Like <Alstrom>"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Like &lt;Alstrom&gt;" in refused.content.decode()

    assert client.post(address, sent | {"ambition": AMBITION}).status_code == 302
    assert other.plans.get().actions.count() == 2
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("day", ["", "never", "0001-01-01", "9999-12-31", "<b>"])
def test_a_day_that_is_none_opens_nothing(client, house, plan, other, day):
    client.force_login(house["manager"])
    address = reverse("plans:clone", args=[other.public_id])

    assert client.get(address, {"source": plan.public_id, "day": day}).status_code == 200
    assert client.post(address, {"source": plan.public_id, "day": day, "ambition": AMBITION}).status_code == 422
    assert not other.plans.exists()
