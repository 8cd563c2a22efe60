"""One's own doors: sessions seen and ended, the second factor a role needs, administration opened for a while."""

import datetime as dt
import logging
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from trousseau.access.models import AuditEvent, Organisation, Visit

PASSWORD = "une phrase assez longue"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604"


@pytest.fixture
def known(organisation, person):
    """Somebody of each role who has a password."""
    cache.clear()

    def make(*roles):
        somebody = person(*roles, email=f"{roles[0]}@garonne.example")
        somebody.set_password(PASSWORD)
        somebody.save()
        return somebody

    return make


def browser(somebody, agent=FIREFOX, password=PASSWORD):
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"login": somebody.email, "password": password})
    return client


def inside(client):
    return client.get("/settings/profile/").status_code == 200


def confirm(client, door):
    return client.post(door, {"password": PASSWORD}, follow=True)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_sessions_are_listed_by_device_and_ended_one_by_one(known):
    nina = known("manager")
    here, there = browser(nina), browser(nina, PHONE)
    page = here.get("/settings/sessions/").content.decode()
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert "127.0.0.1" in page
    other = Visit.objects.get(device="Safari, iPhone")
    here.post(f"/settings/sessions/{other.pk}/end/")
    assert inside(here)
    assert not inside(there)
    assert verbs() == ["person.session_ended"]


def test_nobody_ends_the_session_of_another(known):
    nina, paul = known("manager"), known("administrator")
    hers = browser(nina)
    assert browser(paul).post(f"/settings/sessions/{Visit.objects.get(user=nina).pk}/end/").status_code == 404
    assert inside(hers)


def test_all_others_end_at_once(known):
    nina = known("client")
    here, others = browser(nina), [browser(nina, PHONE), browser(nina)]
    here.post("/settings/sessions/others/")
    assert [inside(client) for client in [here, *others]] == [True, False, False]
    assert Visit.objects.count() == 1


def test_a_new_password_ends_the_others_and_this_one_goes_on_under_its_new_key(known):
    nina = known("manager")
    here, there = browser(nina), browser(nina, PHONE)
    new = {"oldpassword": PASSWORD, "password1": "une autre phrase longue", "password2": "une autre phrase longue"}
    here.post("/settings/password/", new)
    assert inside(here)
    assert not inside(there)
    assert list(Visit.objects.values_list("key", flat=True)) == [here.session.session_key]
    assert verbs() == ["person.password_changed"]


def test_a_password_set_by_link_and_leaving_end_them_all(known, cast, signed_in):
    from trousseau.access import actions

    nina = known("manager")
    client = browser(nina)
    invitation, _secret = actions.make_sign_in_link(cast["administrator"], nina)
    actions.accept(invitation, name="", password="encore une autre phrase")
    assert not inside(client)
    client = browser(nina, password="encore une autre phrase")
    assert inside(client)
    actions.set_active(cast["administrator"], nina, active=False)
    assert not Visit.objects.exists()


def test_a_session_is_seen_again_after_ten_minutes(known):
    client = browser(known("manager"))
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        client.get("/settings/profile/")
        assert timezone.now() - Visit.objects.get().seen < dt.timedelta(minutes=1)


def test_a_session_in_daily_use_ends_after_thirty_days_all_the_same(known):
    client, now = browser(known("manager")), timezone.now()
    said = client.get("/settings/sessions/").content.decode()
    assert "after 14 days without a request, and after 30 days in any case" in said
    for day in range(7, 30, 7):
        with time_machine.travel(now + dt.timedelta(days=day)):
            assert inside(client), day
    with time_machine.travel(now + dt.timedelta(days=30, minutes=1)):
        answer = client.get("/settings/profile/", follow=True)
        assert answer.redirect_chain[0][0].startswith("/sign-in/")
        assert "A session ends after 30 days" in answer.content.decode()
        assert not Visit.objects.exists()


def test_signing_out_empties_the_browser(known):
    client = browser(known("client"))
    assert "Clear-Site-Data" not in client.get("/settings/profile/").headers
    assert client.post("/sign-out/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_who_came_in_and_who_was_refused_is_written_to_the_log(known, monkeypatch):
    from allauth.mfa.totp.internal.auth import TOTP

    nina, lines = known("manager"), []
    kept = logging.Handler()
    monkeypatch.setattr(kept, "emit", lambda line: lines.append(line.getMessage()))
    logger = logging.getLogger("trousseau.access")
    logger.addHandler(kept)
    try:
        browser(nina, password="a wrong one, and long")
        browser(nina)
        TOTP.activate(nina, "JBSWY3DPEHPK3PXP")
        browser(nina).post("/sign-in/code/", {"code": "000000"})
    finally:
        logger.removeHandler(kept)
    assert lines == [
        f"A password was refused: person {nina.pk}, from 127.0.0.1",
        f"Person {nina.pk} signed in by password from 127.0.0.1",
        "A code or a passkey was refused: person None, from 127.0.0.1",
    ]


def test_a_password_holds_no_name_that_one_would_guess_first(known):
    nina = known("manager")
    nina.name = "Éloïse Roche"
    nina.save()
    client = browser(nina)
    for new, word in (("vive groupe GARONNE 2026", "Garonne"), ("j'aime eloise depuis hier", "Éloïse"),
                      ("le manager de demain", "manager")):  # fmt: skip
        answer = client.post("/settings/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        assert "leave names out" in answer.content.decode(), (new, word)
        nina.refresh_from_db()
        assert nina.check_password(PASSWORD), new


def test_who_needs_a_second_factor_is_led_to_it_before_anything_else(known):
    Organisation.objects.update(second_factor_roles=["director"])
    client = browser(known("director", "manager"))
    for path in ("/", "/settings/profile/", "/accounts/"):
        assert client.get(path).url == "/settings/security/"
    assert client.post("/settings/tokens/new/", {}).url == "/settings/security/"
    assert client.get("/", headers={"hx-request": "true"}).headers["HX-Redirect"] == "/settings/security/"
    assert "Your role needs a second factor" in client.get("/settings/security/").content.decode()
    assert inside(browser(known("manager")))


def test_a_factor_opens_everything_and_its_removal_closes_it_again(known, django_capture_on_commit_callbacks):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    Organisation.objects.update(second_factor_roles=["director"])
    client = browser(known("director"))
    page = confirm(client, client.get("/settings/security/app/").url)
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/security/app/", {"code": code})
    assert inside(client)
    client.post("/settings/security/app/off/")
    assert not inside(client)
    assert [verb for verb in verbs() if "factor" in verb] == ["person.factor_added", "person.factor_removed"]


def test_administration_is_confirmed_ends_by_itself_and_shows(known):
    Organisation.objects.update(elevation_minutes=15)
    client = browser(known("administrator"))
    door = client.get("/settings/people/")
    assert door.url.startswith("/settings/confirm/")
    page = confirm(client, door.url)
    assert page.redirect_chain[-1][0] == "/settings/people/"
    assert re.search(r"Administration open until \d\d:\d\d", page.content.decode())
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=14)):
        assert client.get("/settings/people/").status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert client.get("/settings/people/").url.startswith("/settings/confirm/")
        assert "Administration open until" not in client.get("/settings/profile/").content.decode()
    assert verbs() == ["person.elevated"]


def test_what_was_typed_is_not_lost_when_administration_has_ended(known):
    Organisation.objects.update(elevation_minutes=15)
    client = browser(known("administrator"))
    door = client.post(
        "/settings/people/invite/", {"email": "new@garonne.example", "name": "New", "roles": ["manager"]}
    )
    page = confirm(client, door.url)
    assert "new@garonne.example" in page.content.decode()
    assert verbs() == ["person.elevated", "person.invited"]


def test_administration_is_closed_before_its_time(known):
    Organisation.objects.update(elevation_minutes=15)
    client = browser(known("administrator"))
    confirm(client, client.get("/settings/people/").url)
    assert client.post("/settings/administration/close/", {"next": "//evil.example/"}).url == "/"
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        assert client.get("/settings/people/").url.startswith("/settings/confirm/")
    assert verbs() == ["person.elevated", "person.elevation_ended"]


def test_a_confirmation_for_something_else_opens_nothing_later(known):
    Organisation.objects.update(elevation_minutes=15)
    client = browser(known("administrator"))
    confirm(client, client.get("/settings/tokens/new/").url)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        assert client.get("/settings/people/").url.startswith("/settings/confirm/")


def test_the_administrator_decides_who_needs_what(known):
    client = browser(known("administrator"))
    form = client.get("/settings/organisation/").context["form"]
    given = {field.html_name: field.value() for field in form} | {
        "second_factor_roles": ["expert"],
        "elevation_minutes": 30,
    }
    client.post("/settings/organisation/", given | {"left_out": ""})
    event = AuditEvent.objects.get(verb="organisation.changed")
    assert event.after == {"second_factor_roles": ["expert"], "elevation_minutes": 30}


def test_a_lock_is_told_recorded_and_counted_over_all_processes(known):
    from django.conf import settings

    nina = known("manager")
    for _ in range(5):
        browser(nina, password="wrong")
    Client().post("/sign-in/", {"login": nina.email, "password": PASSWORD})
    page = Client().post("/sign-in/", {"login": nina.email, "password": PASSWORD})
    assert "nobody can try again for five minutes" in page.content.decode()
    assert verbs() == ["person.locked_out"]
    assert "db" in settings.CACHES["default"]["BACKEND"]  # a cache in the memory of one process counts for itself only
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=6)):
        assert inside(browser(nina))


def test_an_administrator_frees_who_lost_their_telephone_and_nobody_else_does(known, signed_in, cast):
    from allauth.mfa.totp.internal.auth import TOTP

    nina = known("manager")
    client = browser(nina)
    TOTP.activate(nina, "JBSWY3DPEHPK3PXP")
    assert signed_in(cast["director"]).post(f"/settings/people/{nina.pk}/factors/").status_code == 403
    signed_in(cast["administrator"]).post(f"/settings/people/{nina.pk}/factors/")
    assert not inside(client)
    assert inside(browser(nina))
    assert verbs() == ["person.factors_cleared"]
