"""Somebody who signed in gets everything that is held of them, and is forgotten wherever their name stands."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from trousseau.access import audit, chain
from trousseau.access.actions import change_own_profile
from trousseau.access.models import AuditEvent, User
from trousseau.accounts.models import Account, TeamMember
from trousseau.knowledge.actions.erasing import erase_contact
from trousseau.knowledge.actions.people import add_contact
from trousseau.knowledge.models import Note
from trousseau.plans.models import Plan, PlanVersion
from trousseau.trust.actions.erasing import erase_person
from trousseau.trust.models import ErasedPerson


def dump():
    """Every value of every table, as text."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [f"{table} {row}" for row in cursor.fetchall()]
    return "\n".join(told)


@pytest.fixture
def gone(cast, person, account):
    """Somebody who has left, named in notes, a kept version of a plan, the trail."""
    user = person("manager", name="Zoltan Kerekes", email="zoltan.kerekes@garonne.example")
    change_own_profile(user, name="Zoltan Kerekes-Vary", language="fr")
    orion = account("Orion")
    note = "Vu avec Zoltan Kerekes-Vary (ancien nom : Kerekes, Zoltan), zoltan.kerekes@garonne.example"
    Note.objects.create(account=orion, title="Note", text=note, author=user, said_on="2026-01-01")
    plan = Plan.objects.create(account=orion, ambition="x", starts="2026-01-01", ends="2026-12-31")
    PlanVersion.objects.create(plan=plan, number=1, by=user, content={"actions": {"1": {"owner": str(user)}}})
    with transaction.atomic():
        audit.record(user, "account.regrouped", orion, after={"why": "Zoltan Kerekes-Vary l’a dit"})
    return user


@pytest.mark.django_db(transaction=True)
def test_nothing_names_them_afterwards_and_what_they_did_stays(cast, gone, signed_in):
    User.objects.filter(pk=gone.pk).update(is_active=False)
    client, place = signed_in(cast["administrator"]), reverse("trust:person", kwargs={"pk": gone.pk})
    page = client.get(place).content.decode()
    assert "plans.planversion" in page
    word = f"Erased person {gone.pk}"
    asked = {"reason": "Request 12", "confirm": word}
    assert client.post(place, asked | {"confirm": "yes"}).status_code == 422
    assert client.post(place, asked | {"reason": "Zoltan Kerekes-Vary asked"}).status_code == 422
    assert "Kerekes" in dump()
    assert client.post(place, asked).status_code == 302

    left = [line for line in dump().split("\n") if "kerekes" in line.lower()]
    assert left == []
    assert Note.objects.get().text == f"Vu avec {word} (ancien nom : {word}), {word}"
    assert PlanVersion.objects.get().content == {"actions": {"1": {"owner": word}}}
    assert AuditEvent.objects.get(verb="account.regrouped").actor_label == word
    assert chain.verify().broken is None
    assert ErasedPerson.objects.get().reason == "Request 12"
    assert client.get(place).status_code == 404
    assert word in client.get(reverse("trust:people")).content.decode()


def test_who_still_answers_for_something_is_not_erased_and_the_mend_is_told(cast, gone, account, signed_in):
    Account.objects.filter(name="Orion").update(manager=gone)
    TeamMember.objects.create(account=account("Vega"), user=gone)
    place = reverse("trust:person", kwargs={"pk": gone.pk})
    client = signed_in(cast["administrator"])
    page = client.get(place).content.decode()
    for told in ("deactivate them first", "lead 1 account", "on 1 team"):
        assert told in page
    answer = client.post(place, {"reason": "Request", "confirm": f"Erased person {gone.pk}"})
    assert answer.status_code == 422
    assert User.objects.get(pk=gone.pk).name == "Zoltan Kerekes-Vary"
    with pytest.raises(PermissionDenied):
        erase_person(cast["director"], gone, "x", confirmed="x")


def test_everything_is_given_out_in_an_archive_and_that_is_written_down(cast, gone, signed_in):
    answer = signed_in(cast["administrator"]).post(reverse("trust:person_file", kwargs={"pk": gone.pk}))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        held = json.loads(files.read("data.json"))
        page = files.read("data.html").decode()
    assert held["access.user"][0]["email"] == "zoltan.kerekes@garonne.example"
    assert "password" not in held["access.user"][0]
    assert "Zoltan Kerekes-Vary (ancien" in held["knowledge.note"][0]["text"]
    assert {one["where"] for one in held["named_in"]} >= {"knowledge.note", "plans.planversion"}
    assert "http" not in page
    assert AuditEvent.objects.filter(verb="person.given_out").count() == 1


def test_kept_versions_of_plans_forget_a_contact_too(cast, account):
    orion = account("Orion", manager=cast["manager"])
    contact = add_contact(cast["manager"], orion, name="Ingrid Bréheim")
    plan = Plan.objects.create(account=orion, ambition="x", starts="2026-01-01", ends="2026-12-31")
    PlanVersion.objects.create(plan=plan, number=1, content={"actions": {"1": {"what": "Voir Mme Bréheim"}}})
    erase_contact(cast["administrator"], contact, "Request 13", confirmed=contact.pseudonym)

    assert PlanVersion.objects.get().content == {"actions": {"1": {"what": f"Voir {contact.pseudonym}"}}}
