"""Inviting, changing and deactivating people."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from trousseau.access import actions, queries
from trousseau.access.actions import Held
from trousseau.access.models import AuditEvent, Invitation, Organisation, User

PASSWORD = "une phrase assez longue"


@pytest.fixture
def administrator(organisation, person):
    return person("administrator")


def invited(administrator, **fields):
    given = {
        "email": "New@Garonne.example",
        "name": "Nina",
        "roles": [Held("manager", zones=("France",))],
    } | fields
    return actions.invite(administrator, **given)


def test_an_invitation_lets_in_once(administrator):
    invitation, secret = invited(administrator)
    assert secret not in str(Invitation.objects.values())
    joined = actions.accept(invitation, name="Nina Roux", password=PASSWORD, language="fr")
    assert (joined.email, joined.language, joined.roles) == ("new@garonne.example", "fr", {"manager"})
    assert joined.assignments.get().zones == ["France"]
    assert joined.emailaddress_set.get().verified
    with pytest.raises(ValidationError):
        actions.accept(invitation, name="Other", password=PASSWORD)
    assert User.objects.filter(email="new@garonne.example").count() == 1
    assert [e.verb for e in AuditEvent.objects.all()][:2] == ["person.joined", "person.invited"]


def test_an_old_invitation_lets_nobody_in(administrator):
    invitation, _secret = invited(administrator)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(ValidationError):
        actions.accept(invitation, name="Nina", password=PASSWORD)


def test_a_second_invitation_makes_the_first_worthless(administrator, client):
    _first, secret = invited(administrator)
    invited(administrator)
    assert Invitation.objects.count() == 1
    assert client.get(f"/join/{secret}/").status_code == 410


def test_only_an_administrator_invites(organisation, person):
    with pytest.raises(PermissionDenied):
        invited(person("director"))


def test_who_is_here_is_not_invited_again(administrator, person):
    with pytest.raises(ValidationError):
        invited(administrator, email=person("manager").email.upper())


def test_the_last_administrator_stays(administrator):
    with pytest.raises(ValidationError, match="administrator"):
        actions.change_person(administrator, administrator, name="A", roles=[Held("manager")])
    assert User.objects.get(pk=administrator.pk).roles == {"administrator"}
    with pytest.raises(ValidationError):
        actions.set_active(administrator, administrator, active=False)


def test_a_change_of_roles_is_recorded_with_before_and_after(administrator, person):
    manager = person("manager", name="Bob")
    actions.change_person(administrator, manager, name="Bob", roles=[Held("head"), Held("manager", zones=("Ibérie",))])
    event = AuditEvent.objects.get(verb="person.changed")
    assert event.before["roles"] == [{"role": "manager"}]
    assert event.after["roles"] == [{"role": "head"}, {"role": "manager", "zones": ["Ibérie"]}]
    actions.change_person(administrator, manager, name="Bob", roles=[Held("head"), Held("manager", zones=("Ibérie",))])
    assert AuditEvent.objects.filter(verb="person.changed").count() == 1


def test_nobody_reports_to_themselves_in_a_circle(administrator, person):
    head, manager = person("head"), person("manager")
    actions.change_person(administrator, manager, name="M", roles=[Held("manager")], reports_to=head)
    with pytest.raises(ValidationError):
        actions.change_person(administrator, head, name="H", roles=[Held("head")], reports_to=manager)
    assert queries.reports_of(head) == {manager.pk}


def test_who_reports_to_someone_on_every_floor(person, django_assert_num_queries):
    boss = person("head", name="Boss")
    below = person("head", "manager", name="Below", reports_to=boss)
    gone = person("manager", name="Gone", reports_to=boss, is_active=False)
    deep = person("expert", name="Deep", reports_to=below)
    lost = person("manager", name="Lost", reports_to=gone)
    person("manager", name="Elsewhere")

    with django_assert_num_queries(1):
        assert queries.reports_of(boss) == {below.pk, deep.pk}
    assert queries.reports_of(boss, active=False) == {below.pk, gone.pk, deep.pk, lost.pk}
    assert queries.reports_of(boss, roles=("manager",)) == {below.pk}
    assert queries.reports_of(boss, roles=("expert",)) == {deep.pk}
    assert queries.reports_of(deep) == frozenset()

    boss.reports_to = deep
    boss.save()
    assert queries.reports_of(boss) == {below.pk, deep.pk}
    assert queries.reports_of(deep) == {boss.pk, below.pk}


def test_deactivated_they_are_out_at_once(administrator, person, client):
    manager = person("manager")
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/settings/profile/").status_code == 200
    actions.set_active(administrator, manager, active=False)
    assert client.get("/settings/profile/").status_code == 302


def test_a_sign_in_link_sets_a_password_and_the_usual_door_follows(administrator, person, client):
    manager = person("manager")
    _invitation, secret = actions.make_sign_in_link(administrator, manager)
    page = client.post(f"/join/{secret}/", {"password": PASSWORD})
    assert (page.status_code, page.url) == (302, "/sign-in/")
    assert User.objects.get(pk=manager.pk).check_password(PASSWORD)
    assert client.get(f"/join/{secret}/").status_code == 410


def test_invited_on_the_page_the_link_is_shown_once_and_leads_in(administrator, signed_in, client):
    browser = signed_in(administrator)
    page = browser.post(
        "/settings/people/invite/", {"email": "nina@garonne.example", "name": "Nina", "roles": ["expert"]}
    )
    assert page.url == "/settings/people/"
    shown = browser.get("/settings/people/").content.decode()
    link = re.search(r'value="http://testserver(/join/[^"]+)"', shown).group(1)
    assert link not in browser.get("/settings/people/").content.decode()
    client.logout()
    assert b"nina@garonne.example" in client.get(link).content
    assert client.post(link, {"name": "Nina", "password": "short"}).status_code == 422
    assert client.post(link, {"name": "Nina", "password": PASSWORD}).url == "/"
    assert client.get("/settings/profile/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_link_is_sent_where_there_is_a_mail_server(administrator, signed_in, settings):
    settings.EMAIL_CONFIGURED = True
    settings.ADDRESS = "https://kam.example.com"
    Organisation.objects.update(name="Garonne\r\nBcc: all@example.com")
    signed_in(administrator).post(
        "/settings/people/invite/", {"email": "nina@garonne.example", "name": "Nina", "roles": ["expert"]}
    )
    (letter,) = mail.outbox
    assert letter.subject == "Your access to Trousseau, Garonne Bcc: all@example.com"
    assert letter.recipients() == ["nina@garonne.example"]
    assert letter.to == ["nina@garonne.example"]
    assert "https://kam.example.com/join/" in letter.body


def test_the_page_of_a_person_changes_them(administrator, person, signed_in):
    manager = person("manager", name="Bob")
    page = signed_in(administrator).post(
        f"/settings/people/{manager.pk}/",
        {
            "name": "Bob Martin",
            "roles": ["manager", "administrator"],
            "zones": "France ; Ibérie",
            "divisions": "",
        },
    )
    assert page.url == "/settings/people/"
    manager = User.objects.get(pk=manager.pk)
    held = {one.role: one.zones for one in manager.assignments.all()}
    assert (manager.name, held) == ("Bob Martin", {"manager": ["France", "Ibérie"], "administrator": []})


def test_withdrawn_a_link_is_worth_nothing(administrator, signed_in, client):
    invitation, secret = invited(administrator)
    signed_in(administrator).post(f"/settings/people/invitations/{invitation.pk}/withdraw/")
    assert client.get(f"/join/{secret}/").status_code == 410


def test_the_list_asks_the_same_number_of_queries_for_ten_more(
    administrator, person, signed_in, django_assert_num_queries
):
    browser = signed_in(administrator)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get("/settings/people/").status_code == 200
        return len(queries)

    before = asked()
    for number in range(10):
        person("manager", name=f"Manager {number}")
    assert asked() == before
