"""The organisation's settings."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from trousseau.access import actions
from trousseau.access.models import AuditEvent, Organisation

GIVEN = {
    "name": "Garonne",
    "base_currency": "USD",
    "fiscal_year_start": "4",
    "checkup_months": "6",
    "manager_reads": "open",
    "left_out": "9001",
    "elevation_minutes": "0",
}


def test_a_director_changes_them_and_only_what_changed_is_recorded(organisation, person, signed_in):
    assert signed_in(person("director")).post("/settings/organisation/", GIVEN).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.base_currency, organisation.left_out) == ("USD", ["9001"])
    event = AuditEvent.objects.get()
    assert event.before["base_currency"] == "EUR"
    signed_in(person("director")).post("/settings/organisation/", GIVEN | {"name": "Garonne SA"})
    assert AuditEvent.objects.first().after == {"name": "Garonne SA"}


def test_a_wrong_value_is_refused(organisation, person, signed_in):
    page = signed_in(person("director")).post("/settings/organisation/", GIVEN | {"checkup_months": "99"})
    assert page.status_code == 422
    with pytest.raises(ValidationError):
        actions.change_organisation(person("director"), base_currency="euro")


def test_a_manager_may_not(organisation, person):
    with pytest.raises(PermissionDenied):
        actions.change_organisation(person("manager"), name="Mine")


def test_there_is_one(organisation):
    with pytest.raises(IntegrityError):
        Organisation.objects.create(pk=2, name="Other")


def test_a_profile_is_one_s_own(organisation, person, signed_in):
    manager = person("manager", name="Bob")
    signed_in(manager).post("/settings/profile/", {"name": "Bob Martin", "language": "fr"})
    manager.refresh_from_db()
    assert (manager.name, manager.language) == ("Bob Martin", "fr")
    assert AuditEvent.objects.get().verb == "person.changed"
