"""The record of processing is whole and shown; what has been kept long enough goes, by itself where it may."""

import datetime as dt
import io
import zoneinfo
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from trousseau.access import processing
from trousseau.access.models import AuditEvent, Invitation, User
from trousseau.accounts.rows import language
from trousseau.knowledge.forgetting import is_text
from trousseau.knowledge.models import Contact
from trousseau.notices.models import Notice
from trousseau.trust import keeping, record
from trousseau.trust.actions.keeping import change_keeping
from trousseau.trust.models import Keeping, Look
from trousseau.trust.rooms import ROOMS

PERSONS = (User, Contact)
DOCUMENT = Path(__file__).parents[2] / "docs" / "privacy.md"


def may_tell_of_somebody(field):
    """A key of a person, an address, or a text that people write."""
    if isinstance(field, models.ForeignKey):
        return issubclass(field.related_model, PERSONS)
    return is_text(field) or isinstance(field, models.EmailField | models.GenericIPAddressField)


def test_every_field_that_may_tell_of_somebody_is_declared_or_said_to_tell_of_nobody():
    declared, nobody = processing.fields_declared(), processing.fields_impersonal()
    none = frozenset()
    silent = [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("trousseau.")
        for field in model._meta.concrete_fields
        if may_tell_of_somebody(field)
        and field.name not in declared.get(model._meta.label_lower, none) | nobody.get(model._meta.label_lower, none)
    ]
    assert silent == [], "declare them in personal_data.py of their room (trousseau/access/processing.py)"
    known = {m._meta.label_lower: {f.name for f in m._meta.concrete_fields} for m in apps.get_models()}
    gone = [(model, names - known.get(model, set())) for model, names in {**nobody, **declared}.items()]
    assert [one for one in gone if one[1]] == [], "these outlived their field"
    assert {one.room for one in processing.record_of_processing()} <= set(ROOMS)


def test_the_documentation_says_the_record(organisation):
    assert record.markdown(record.lines(language().listed)) in DOCUMENT.read_text(encoding="utf-8"), (
        "run: .venv/bin/python tools/record_of_processing.py"
    )


def test_the_record_is_shown_in_both_languages_and_given_out(cast, signed_in):
    client = signed_in(cast["director"])
    shown = client.get(reverse("trust:privacy")).content.decode()
    assert "The people at the clients" in shown
    assert "until they ask to be erased" in shown.lower()
    assert "(36 months)" in shown
    french = client.get(reverse("trust:privacy"), headers={"Accept-Language": "fr"}).content.decode()
    assert "Les interlocuteurs chez les clients" in french
    given = client.get(reverse("trust:record_file", kwargs={"kind": "xlsx"}))
    sheet = load_workbook(io.BytesIO(b"".join(given.streaming_content))).active
    assert sheet.max_row > len(processing.record_of_processing())


@pytest.fixture
def old_things(cast, account):
    """One old and one young of everything that goes."""
    orion, now = account("Orion"), timezone.now()
    for days in (10, 900):
        then = now - dt.timedelta(days=days)
        Look.objects.create(user=cast["client"], account=orion, kind="home", item=str(days), on=then.date())
        Notice.objects.create(user=cast["manager"], kind="x", key=str(days), at=then)
        Invitation.objects.create(email="a@b.example", digest=str(days), expires_at=then)
        Contact.objects.create(
            account=orion, name=f"Left {days}", left_on=(then - dt.timedelta(days=300)).date(), said_on=then.date()
        )
        Session.objects.create(session_key=str(days), session_data="", expire_date=then)
    Session.objects.create(session_key="open", session_data="", expire_date=now + dt.timedelta(days=1))


def test_what_would_go_is_told_and_goes_but_who_left_a_client_is_only_proposed(cast, old_things, signed_in):
    told = {one.name: one.count for one in keeping.due()}
    assert told == {"audit": 0, "looks": 1, "notices": 1, "invitations": 1, "sessions": 2, "contacts_left": 1}
    page = signed_in(cast["administrator"]).get(reverse("trust:keeping")).content.decode()
    assert "Left 900" in page
    assert Look.objects.count() == 2, "a page changes nothing"

    assert keeping.tidy() == {"looks": 1, "notices": 1, "invitations": 1, "sessions": 2}
    assert keeping.tidy() == {}
    counted = [Look.objects.count(), Notice.objects.count(), Session.objects.count(), Contact.objects.count()]
    assert counted == [1, 1, 2, 2], "two sessions are open: one of them is the administrator's own"
    assert AuditEvent.objects.get(verb="privacy.tidied").after == {"looks": 1, "notices": 1, "invitations": 1}


def test_an_administrator_sets_the_months_a_director_reads_them(cast, old_things, signed_in):
    place = reverse("trust:keeping")
    wanted = {"audit": "24", "looks": "", "notices": "1", "invitations": "3", "contacts_left": "36"}
    assert signed_in(cast["director"]).post(place, wanted).status_code == 403
    client = signed_in(cast["administrator"])
    assert client.post(place, wanted | {"audit": "0"}).status_code == 422
    assert client.post(place, wanted).status_code == 302

    kept = Keeping.objects.get()
    assert (kept.audit, kept.looks, kept.notices) == (24, None, 1)
    event = AuditEvent.objects.get(verb="privacy.keeping_changed")
    assert event.after == {"audit": 24, "looks": None, "notices": 1}
    assert {one.name: one.count for one in keeping.due()}["looks"] == 0
    paris = zoneinfo.ZoneInfo("Europe/Paris")
    (audit,) = (one for one in keeping.due(dt.datetime(2026, 1, 31, 12, tzinfo=paris)) if one.name == "audit")
    assert audit.before == dt.datetime(2024, 1, 1, tzinfo=paris)
    with pytest.raises(PermissionDenied):
        change_keeping(cast["director"], audit=1)
    with pytest.raises(ValidationError):
        change_keeping(cast["administrator"], audit=601)
