"""Playbooks: dates on working calendars, who is missing is asked, all steps or none, twice is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from trousseau.accounts.models import AccountFigures, TeamMember
from trousseau.knowledge.models import Contact, Site
from trousseau.method.working_days import shifted
from trousseau.plans.actions.playbooks import apply
from trousseau.plans.models import Action
from trousseau.plans.pages.playbooks import holiday
from trousseau.plans.playbooks_delivered import BY_KEY, PLAYBOOKS
from trousseau.plans.queries.calendars import countries_of, off
from trousseau.plans.queries.playbooks import dated, earliest

ALERT = BY_KEY["loss_alert"]


def everything_by(user):
    return {step.key: user for step in ALERT.steps}


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda one: one.key)
def test_a_delivered_playbook_says_all_in_both_languages_and_waits_for_what_is_due_before(playbook):
    due = {step.key: step.at for step in playbook.steps}
    for step in playbook.steps:
        assert step.what.en
        assert step.what.fr
        assert step.what.en != step.what.fr
        assert all(due[key] <= step.at for key in step.after)


THURSDAY = dt.date(2027, 5, 13)
"""The 17th is Whit Monday in France and Germany, the 27th Corpus Christi in Austria only."""


def test_public_holidays_of_the_country_are_jumped_over_and_named():
    french = next(dated(ALERT, THURSDAY, off(["FR"]), {}))
    weekends_only = next(dated(ALERT, THURSDAY, off([]), {}))

    assert (french.due, french.moved) == (dt.date(2027, 5, 18), (dt.date(2027, 5, 17),))
    assert (weekends_only.due, weekends_only.moved) == (dt.date(2027, 5, 17), ())


def test_a_date_is_a_working_day_in_all_the_countries():
    kept = {step.step.key: step for step in dated(ALERT, THURSDAY, off(["FR", "AT"]), {})}
    alone = {step.step.key: step for step in dated(ALERT, THURSDAY, off(["FR"]), {})}

    assert alone["cause"].due == dt.date(2027, 5, 26)
    assert kept["answer"].due == dt.date(2027, 5, 31)
    assert kept["answer"].moved == (dt.date(2027, 5, 17), dt.date(2027, 5, 27))


@given(
    playbook=st.sampled_from(PLAYBOOKS),
    today=st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
    countries=st.lists(st.sampled_from(["FR", "DE", "GB", "IN"]), max_size=3),
)
def test_the_first_day_offered_begins_nothing_in_the_past(playbook, today, countries):
    free = off(countries)
    day = earliest(playbook, today, free)
    assert all(today <= step.starts <= step.due for step in dated(playbook, day, free, {}))
    before = shifted(day, -1, free)
    assert day == shifted(today, 0, free) or any(step.starts < today for step in dated(playbook, before, free, {}))


def test_steps_that_would_be_late_before_they_exist_are_told(client, house, plan):
    client.force_login(house["manager"])
    address = reverse("plans:apply", args=[house["account"].public_id])
    late = {"playbook": "contract_renewal", "day": timezone.localdate().isoformat()}

    assert "late from the start" in client.get(address, late).content.decode()
    assert "late from the start" not in client.get(address, {"playbook": "contract_renewal"}).content.decode()


def test_the_countries_of_an_account_are_those_of_its_zones_and_of_its_sites(house):
    account = house["account"]
    AccountFigures.objects.create(account=account, zone="Allemagne", zones=["Allemagne", "France", "Export"])
    Site.objects.create(account=account, name="Graz", country="Austria", said_on=THURSDAY, source="a visit")
    Site.objects.create(account=account, name="Metz", country="fr", said_on=THURSDAY, source="a visit")

    assert countries_of(account) == ("DE", "FR", "AT")


def test_steps_become_actions_with_owner_dates_and_what_they_wait_for(house, plan):
    made = apply(
        house["manager"], plan, ALERT, timezone.localdate(), everything_by(house["manager"]), countries=("FR",)
    )

    assert len(made) == len(ALERT.steps)
    call = Action.objects.get(what="Call the client and ask what has changed")
    assert (call.owner, [str(one) for one in call.needs.all()]) == (house["manager"], [made[0].what])
    assert all(one.starts <= one.due for one in made)


def test_a_step_without_a_person_is_refused_and_nothing_is_created(house, plan):
    owners = everything_by(house["manager"])
    del owners["cause"]

    with pytest.raises(ValidationError, match="Name the cause"):
        apply(house["manager"], plan, ALERT, timezone.localdate(), owners)

    assert not Action.objects.exists()


def test_twice_is_told_and_done_only_when_wanted(house, plan):
    said = (house["manager"], plan, ALERT, timezone.localdate(), everything_by(house["manager"]))
    apply(*said)

    with pytest.raises(ValidationError, match="already"):
        apply(*said)
    apply(*said, again=True)

    assert Action.objects.count() == 2 * len(ALERT.steps)


def test_another_manager_applies_nothing(house, plan):
    with pytest.raises(PermissionDenied):
        apply(house["other"], plan, ALERT, timezone.localdate(), everything_by(house["other"]))


def test_the_page_asks_who_is_missing_keeps_what_was_chosen_and_applies(client, house, plan):
    client.force_login(house["manager"])
    address = reverse("plans:apply", args=[house["account"].public_id])
    TeamMember.objects.create(account=house["account"], user=house["expert"], role="expert")

    assert "Loss alert" in client.get(address).content.decode()
    seen = client.get(address, {"playbook": "loss_alert", "day": "2027-05-13", "country": "FR"})
    said = {f"who-{row['key']}": row["who"] for row in seen.context["rows"]}
    assert said["who-cause"] == str(house["expert"].pk)
    assert said["who-meet"] == ""
    assert "nobody has this role" in seen.content.decode()

    sent = said | {"playbook": "loss_alert", "day": "2027-05-13", "country": "FR"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert 'value="2027-05-13"' in refused.content.decode()

    missing = {key: str(house["head"].pk) for key, who in said.items() if not who}
    assert client.post(address, sent | missing).status_code == 302
    assert Action.objects.count() == len(ALERT.steps)
    assert "already" in client.get(address, {"playbook": "loss_alert"}).content.decode()


@pytest.mark.parametrize("day", ["", "never", "0001-01-01", "9999-12-31", "<b>"])
def test_a_day_that_is_none_creates_nothing(client, house, plan, day):
    client.force_login(house["manager"])
    address = reverse("plans:apply", args=[house["account"].public_id])

    assert client.get(address, {"playbook": "loss_alert", "day": day, "country": "<b>"}).status_code == 200
    assert client.post(address, {"playbook": "loss_alert", "day": day}).status_code == 422
    assert not Action.objects.exists()


def with_client(playbook):
    steps = tuple(replace(one, who="client") if one.key == "call" else one for one in playbook.steps)
    return replace(playbook, steps=steps)


def test_a_step_of_the_client_is_somebodys_there(house, plan):
    theirs = Contact.objects.create(account=house["account"], name="Anne Vidal", said_on=THURSDAY)
    owners = everything_by(house["manager"]) | {"call": theirs}

    with pytest.raises(ValidationError, match="Call the client"):
        apply(house["manager"], plan, ALERT, timezone.localdate(), owners)
    apply(house["manager"], plan, with_client(ALERT), timezone.localdate(), owners)

    made = Action.objects.get(what="Call the client and ask what has changed")
    assert (made.owner, made.contact) == (None, theirs)


def test_the_page_ticks_countries_and_names_the_holiday_that_moved_a_date(client, house, plan):
    client.force_login(house["manager"])
    address = reverse("plans:apply", args=[house["account"].public_id])

    asked = {"playbook": "loss_alert", "day": THURSDAY.isoformat(), "country": ["FR", "AT", "nowhere"]}
    page = client.get(address, asked).content.decode()
    with translation.override("fr"):
        french = holiday(dt.date(2027, 5, 17), ["FR", "AT"])

    assert [code for code in ("AT", "FR") if f'name="country" value="{code}" checked' in page] == ["AT", "FR"]
    assert "27 May 2027: Corpus Christi (Austria)" in page
    assert "Pentecost Monday, Corpus Christi" in page
    assert french == "17 mai 2027\N{NO-BREAK SPACE}: Lundi de Pentecôte (France) · Pfingstmontag (Autriche)"


def test_a_french_reader_gets_french_actions(house, plan):
    with translation.override("fr"):
        apply(house["manager"], plan, ALERT, timezone.localdate(), everything_by(house["manager"]))

    assert Action.objects.filter(what="Appeler le client et demander ce qui a changé").exists()
