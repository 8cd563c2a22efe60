"""A plan begun from a template or added to by one, and a plan that becomes a template without anybody of its client."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.test_templates import SMALL, template, typed
from trousseau.access.audit import history
from trousseau.accounts.models import Account, Group, TeamMember, folded
from trousseau.knowledge.models import Contact, LegalEntity, Site
from trousseau.method.working_days import counted, shifted
from trousseau.plans.actions import kpis
from trousseau.plans.actions.changing import Feared, add_risk
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective
from trousseau.plans.actions.template_starting import Taking, merge, start
from trousseau.plans.actions.templates import retire, save
from trousseau.plans.models import Action, Objective, Plan, TemplateVersion
from trousseau.plans.outlines import Gauge, texts
from trousseau.plans.queries.calendars import off
from trousseau.plans.queries.templates import MERGED, STARTED, fitting, laid, months_after
from trousseau.plans.queries.templating import outline_of
from trousseau.selection.models import AccountRank
from trousseau.staffing.models import AccountDemand

MONDAY = dt.date(2027, 1, 4)


@pytest.fixture
def small(house):
    """A small template of the company's own."""
    return save(house["director"], None, SMALL)


@pytest.fixture
def people(house):
    """The client's group, firm, site, and somebody there."""
    house["account"].group = Group.objects.create(name="Groupe Vauquelin")
    house["account"].save()
    LegalEntity.objects.create(account=house["account"], name="Merignac Forge SAS", said_on=timezone.localdate())
    Site.objects.create(account=house["account"], name="Usine de Belmont", city="Vesoul", said_on=timezone.localdate())
    return Contact.objects.create(
        account=house["account"],
        name="Hélène Quinart",
        email="h.quinart@alstrom.example",
        phone="+33 5 56 12 34 56",
        said_on=timezone.localdate(),
    )


def taking(house, version, day=MONDAY, **who):
    return Taking(version, day, {"manager": house["manager"]} | who, ("FR",))


@pytest.mark.parametrize(
    ("day", "months", "is_"),
    [(dt.date(2027, 1, 31), 1, dt.date(2027, 2, 28)), (dt.date(2027, 12, 1), 13, dt.date(2029, 1, 1))],
)
def test_months_after(day, months, is_):
    assert months_after(day, months) == is_


@given(day=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), days=st.integers(1, 300))
def test_the_days_between_are_what_a_day_is_shifted_by(day, days):
    free = off(["FR"])
    assert counted(day, shifted(day, days, free), free) == days


def test_a_plan_begins_as_the_template_says_with_days_owners_and_no_figure(house, small):
    made = start(house["manager"], house["account"], taking(house, small), "Be first at Alstrom.")

    assert (made.starts, made.ends, made.ambition) == (MONDAY, dt.date(2028, 1, 3), "Be first at Alstrom.")
    aim, contract = made.objectives.all()
    assert (aim.due, contract.due) == (dt.date(2027, 4, 5), dt.date(2028, 1, 3))  # the 4th is a Sunday
    assert (contract.target_text, contract.weight, contract.owner) == ("signed", 2, house["manager"])
    first, last = made.actions.all()
    assert (first.starts, first.due, first.objective) == (dt.date(2027, 1, 6), dt.date(2027, 1, 11), aim)
    assert last.due == shifted(MONDAY, 60, off(["FR"]))
    assert list(last.needs.all()) == [first]
    kpi, risk = made.kpis.get(), made.risks.get()
    assert (kpi.baseline, kpi.target, kpi.formula["measure"], kpi.objective) == (None, None, "revenue", contract)
    assert (risk.owner, risk.probability, risk.impact) == (house["manager"], None, None)
    said = history(made).get(verb=STARTED).after
    assert (said["template"], said["version"], said["name"]) == (small.template.public_id, 1, "A small plan")


def test_a_role_without_a_person_is_asked_and_nothing_is_made(house):
    version = template().versions.get()

    with pytest.raises(ValidationError, match="Say who it is"):
        start(house["manager"], house["account"], taking(house, version), "Be first.")

    assert not Plan.objects.exists()
    assert not Objective.objects.exists()


def test_the_client_s_part_is_the_client_s(house, people):
    version = template("defended").versions.get()
    who = dict.fromkeys(("head", "sales", "sponsor", "expert"), house["manager"])

    made = start(house["manager"], house["account"], taking(house, version, client=people, **who), "Win them back.")

    assert made.actions.get(contact=people).owner is None


def test_somebody_of_another_client_is_refused_and_nothing_is_made(house, small):
    other = Account.objects.create(key="B1", name="Bréguier", manager=house["manager"], search_text="breguier")
    stranger = Contact.objects.create(account=other, name="Paul Masson", said_on=timezone.localdate())
    one = replace(SMALL, deeds=(replace(SMALL.deeds[0], who="client"),))
    version = save(house["director"], small.template, one, seen=1)

    with pytest.raises(ValidationError, match="another client"):
        start(house["manager"], house["account"], taking(house, version, client=stranger), "Be first.")

    assert not Plan.objects.exists()


def test_a_retired_template_one_that_changed_and_a_formula_no_longer_known_open_nothing(house, small):
    gone = replace(SMALL, gauges=(Gauge("Old sales", "ledger", {"measure": "turnover"}, "money"),))
    TemplateVersion.objects.create(template=small.template, number=2, said=gone.plain())

    with pytest.raises(ValidationError, match="look at version 2"):
        start(house["manager"], house["account"], taking(house, small), "Be first.")
    newer = small.template.versions.first()
    with pytest.raises(ValidationError, match="“Old sales” is measured from is no longer known"):
        start(house["manager"], house["account"], taking(house, newer), "Be first.")
    retire(house["director"], small.template, 2)
    with pytest.raises(ValidationError, match="retired"):
        start(house["manager"], house["account"], taking(house, newer), "Be first.")

    assert not Plan.objects.exists()


def test_another_manager_begins_nothing(house, small):
    with pytest.raises(PermissionDenied):
        start(house["other"], house["account"], taking(house, small), "Be first.")


def test_a_template_adds_and_overwrites_nothing_and_twice_is_refused_unless_said(house, plan, small):
    user, today = house["manager"], timezone.localdate()
    mine = add_objective(user, plan, Wanted("hear their STAKES", plan.ends, why="Ours", weight=9))

    assert merge(user, plan, taking(house, small, today)).new == 5

    mine.refresh_from_db()
    assert (mine.title, mine.why, mine.weight) == ("hear their STAKES", "Ours", 9)
    assert plan.objectives.count() == 2
    assert Action.objects.get(what="List the sites").objective == mine
    assert history(plan).filter(verb=MERGED, after__version=1).exists()
    with pytest.raises(ValidationError, match="in the plan already"):
        merge(user, plan, taking(house, small, today))
    with pytest.raises(ValidationError, match="says all of this template already"):
        merge(user, plan, taking(house, small, today), again=True)

    newer = save(house["director"], small.template, replace(SMALL, dangers=()), seen=1)
    Action.objects.filter(what="Propose the contract").delete()
    assert merge(user, plan, taking(house, newer, today), again=True).new == 1


def test_days_stay_within_the_plan(house, plan, small):
    late = plan.ends - dt.timedelta(days=5)

    merge(house["manager"], plan, taking(house, small, late))

    assert max(one.due for one in plan.objectives.all()) <= plan.ends
    with pytest.raises(ValidationError, match="Choose a day on which the plan runs"):
        merge(house["manager"], plan, taking(house, small, plan.ends))


def test_those_that_fit_come_first(house, small):
    AccountDemand.objects.create(account=house["account"], industry="RAILWAY", source="Their web site")
    for tier, expected in (("key", (True, True, "Railway")), ("develop", (False, False, "Railway"))):
        AccountRank.objects.update_or_create(account=house["account"], defaults={"client": "A1", "tier": tier})
        found = fitting(house["manager"], house["account"])
        mine = next(fit for fit in found if fit.version == small)
        assert (mine.fits, mine.tier, mine.industry) == expected
        assert [fit.fits for fit in found] == sorted((fit.fits for fit in found), reverse=True)
        assert (found[0] == mine) == mine.fits


def test_the_page_offers_shows_every_day_asks_who_and_opens(client, house, small, django_assert_max_num_queries):
    client.force_login(house["manager"])
    here = house["account"].public_id
    address = reverse("plans:from_template", args=[here])
    assert address in client.get(reverse("plans:plan", args=[here])).content.decode()
    with django_assert_max_num_queries(25):
        offered = client.get(address).content.decode()
    assert reverse("plans:words", args=[here]) in offered
    assert "Key account: the first plan" in offered

    chosen = {"template": template().public_id, "day": "2027-01-04", "country": "FR"}
    with django_assert_max_num_queries(25):
        shown = client.get(address, chosen)
    page = shown.content.decode()
    assert "nobody has this role" in page
    assert "Jan" in page
    sent = chosen | {"version": "1", "ambition": "Be <first>"}
    sent |= {f"who-{role}": who for role, _label, who, _people in shown.context["roles"]}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Be &lt;first&gt;" in refused.content.decode()
    assert not Plan.objects.exists()

    contact = Contact.objects.create(account=house["account"], name="Paul Masson", said_on=timezone.localdate())
    sent |= {f"who-{role}": str(house["manager"].pk) for role in ("sponsor", "expert", "head")}
    assert client.post(address, sent | {"who-client": f"c{contact.pk}"}).status_code == 302
    plan = Plan.objects.get()
    assert plan.actions.count() == 10
    part = client.get(reverse("plans:part", args=[here, "template"])).content.decode()
    assert "Key account: the first plan" in part
    assert "playbook=first_100_days" in part

    again = client.get(address, {"template": small.template.public_id}).content.decode()
    assert "Add it to the plan" in again


@pytest.mark.parametrize("day", ["", "never", "0001-01-01", "9999-12-31", "<b>"])
def test_a_day_that_is_none_opens_nothing(client, house, small, day):
    client.force_login(house["manager"])
    address = reverse("plans:from_template", args=[house["account"].public_id])
    sent = {"template": small.template.public_id, "version": "1", "day": day, "who-manager": str(house["manager"].pk)}

    assert client.get(address, sent).status_code == 200
    assert client.post(address, sent | {"ambition": "Be first."}).status_code == 422
    assert client.post(address, sent | {"day": "2027-01-04", "version": "²"}).status_code == 404
    assert client.get(address, {"template": "nothing\x00"}).status_code == 404
    assert not Plan.objects.exists()


TELLING = st.sampled_from(
    ["Hélène Quinart", "HELENE", "quinart", "h.quinart@alstrom.example", "+33 5 56 12 34 56", "Alstrom", "Vauquelin",
     "Merignac Forge", "Belmont", "VESOUL", "1 250 000 €", "45 %", "12k", "²", "½", "somebody@else.example"]
)  # fmt: skip
BEFORE, BEHIND = st.sampled_from(["", "see ", "(", "« "]), st.sampled_from(["", ".", "-team"])
TOLD = ("helene", "quinart", "alstrom", "vauquelin", "merignac", "belmont", "vesoul", "@", "²", "½")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.builds("{}{}{}".format, BEFORE, TELLING, BEHIND))
def test_nothing_of_the_client_s_persons_names_or_figures_becomes_part_of_a_template(house, plan, people, text):
    user, last = house["manager"], plan.ends
    for kind in ("objectives", "actions", "risks", "kpis"):
        getattr(plan, kind).all().delete()
    aim = add_objective(user, plan, Wanted("Grow in services", last, why=text, start_text=text, target_text=text))
    add_objective(user, plan, Wanted(text, last))
    add_action(user, plan, Doing("List the parts", plan.starts, last, user, how=text, objective=aim,
                                 stake_amount=Decimal(777_777), money=Decimal(888_888), days=Decimal(99)))  # fmt: skip
    add_action(user, plan, Doing("Say what they expect", plan.starts, last, contact=people))
    add_action(user, plan, Doing(text, plan.starts, last, user))
    add_risk(user, plan, Feared("A competitor underbids", text, user, Decimal("0.2"), Decimal(666_666)))
    kpis.define(user, plan, kpis.Said("Sales", "ledger", last, plan.starts, {"measure": "revenue", "families": [text]},
                                      baseline=Decimal(555_555), target=Decimal(444_444)))  # fmt: skip
    kpis.define(user, plan, kpis.Said(text[:120], "entered", last, plan.starts, unit="count"))

    outline, left = outline_of(plan)

    said = " ".join(texts(outline))
    assert not any(one in folded(said) for one in TOLD)
    assert not any(sign.isnumeric() for sign in said.replace("12", "", 1))
    assert not any(figure in str(outline.plain()) for figure in ("777777", "888888", "666666", "555555", "444444"))
    assert text in left
    assert ([one.title for one in outline.aims], len(outline.deeds), len(outline.gauges)) == (
        ["Grow in services"],
        2,
        1,
    )
    assert [one.who for one in outline.deeds] == ["manager", "client"]


@pytest.mark.usefixtures("people")
def test_a_plan_is_saved_as_a_template_that_gives_the_same_days(client, house, plan):
    user = house["director"]
    TeamMember.objects.create(account=plan.account, user=house["expert"], role="expert")
    aim = add_objective(user, plan, Wanted("Grow in services", plan.starts + dt.timedelta(days=365), "medium"))
    due = shifted(plan.starts, 40, off(()))
    add_action(user, plan, Doing("List the parts", shifted(due, -4, off(())), due, house["expert"], objective=aim))
    client.force_login(user)
    address = f"{reverse('plans:new_template')}?plan={plan.public_id}"
    assert f"?plan={plan.public_id}" in client.get(
        reverse("plans:plan", args=[plan.account.public_id])).content.decode()  # fmt: skip

    page = client.get(address).content.decode()
    assert "First supplier of Alstrom" in page.partition('id="list-aims"')[0]
    assert "List the parts</textarea>" in page
    outline, _left = outline_of(plan)
    outline = replace(outline, name="Grow in services", ambition="Grow with them.")
    told = client.post(address, typed(outline, ambition="Like Mme Quinart says."))
    assert told.status_code == 422
    assert "names the client or somebody there" in told.content.decode()
    assert client.post(address, typed(outline)).status_code == 302

    version = TemplateVersion.objects.latest("pk")
    assert version.outline.deeds[0].who == "expert"
    deed = laid(version.outline, plan.starts, off(())).deeds[0]
    assert (deed.starts, deed.due) == (shifted(due, -4, off(())), due)
