"""A copy of the database tells no secret: after every way in was walked, none of them stands in any table."""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.backends.db import SessionStore as Plain
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from trousseau.access.sessions import SessionStore
from trousseau.plans.actions.feeds import make as make_feed
from trousseau.portal.letters import send_entry

PASSWORD = "une phrase assez longue"


def everything():
    """Every cell of every table as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        said = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said.append(repr(cursor.fetchall()))
    return "\n".join(said)


def found(secrets):
    kept = everything()
    return {what for what, secret in secrets.items() if secret in kept}


def test_no_secret_stands_in_any_table(house, space, person, settings):
    cache.clear()
    somebody, administrator = house["manager"], person("administrator")
    for one in (somebody, administrator):
        one.set_password(PASSWORD)
        one.save()
    browser, admin = Client(), Client()
    for client, one in ((browser, somebody), (admin, administrator)):
        assert client.post("/sign-in/", {"login": one.email, "password": PASSWORD}).status_code == 302
    page = browser.get("/settings/security/app/", follow=True)
    page = browser.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    seed = re.search(r"\b[A-Z2-7]{32}\b", page.content.decode())[0]
    secrets = {"password": PASSWORD, "seed before it is confirmed": seed}
    session = Session.objects.get(session_key=browser.session.session_key)
    assert seed in str(SessionStore().decode(session.session_data))
    assert not any(Plain().decode(one.session_data) for one in Session.objects.all())
    assert not found(secrets)
    code = format_hotp_value(hotp_value(seed, next(yield_hotp_counters_from_time())))
    assert browser.post(page.request["PATH_INFO"], {"code": code}).status_code == 302
    for number, one in enumerate(re.findall(r"\b\d{8}\b", browser.get("/settings/security/codes/").content.decode())):
        secrets[f"recovery code {number}"] = one
    made = browser.post("/settings/tokens/new/", {"name": "Tableur", "scopes": ["read"], "days": 30})
    secrets["API token"] = re.search(r"trs_[0-9a-f]{12}_([\w-]{43})", made.content.decode())[1]
    secrets["feed"] = make_feed(somebody, None)
    form = {"email": "nina@garonne.example", "name": "Nina", "roles": ["expert"]}
    admin.post("/settings/people/invite/", form)
    assert not found(secrets)
    shown = admin.get("/settings/people/").content.decode()
    secrets["invitation"] = re.search(r"/join/([\w-]+)/", shown)[1]
    send_entry(None, email=house["client"].email, base="http://house")
    secrets["magic link"] = re.search(r"/client/link/([\w-]+)/", mail.outbox[-1].body)[1]
    assert Client().post(f"/client/link/{secrets['magic link']}/").status_code == 302
    assert not found(secrets)
    assert len(secrets) >= 6
    assert somebody.email in everything()
