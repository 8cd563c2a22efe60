"""Signing in through the pages: each way of each CRM, what comes back that was not begun here, what CRMs say no to."""

import datetime as dt
import html as marks
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.db import connection as database
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hubspot_face import KEY, HubSpotFace
from odoo_face import OdooFace, OlderFace
from salesforce_face import SalesforceFace
from token_faces import Keeper, answer, html, stand_in
from world import World
from zoho_face import ZohoFace

from trousseau.access import outgoing
from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Account
from trousseau.connectors.models import Candidate, Connection, Deal, Remote
from trousseau.connectors.signing import WAYS
from trousseau.notices.models import Notice

SECRET = "client-secret-9d1f"
OAUTH = {"client_id": "3MVG9-client-of-trousseau", "secret": SECRET}
SALESFORCE = {"domain": "garonne.my.salesforce.com", **OAUTH}
ODOO = {"address": "https://erp.garonne.example/web", "database": "company", "secret": "key"}
FACES = {"salesforce": SalesforceFace, "hubspot": HubSpotFace, "zoho": ZohoFace, "odoo": OdooFace}
SPEAKS = {
    "salesforce": "Bearer any",
    "hubspot": f"Bearer {KEY}",
    "zoho": "Zoho-oauthtoken 1000.token",
    "odoo": "Bearer key",
}
TOLD = [
    ("salesforce", "code", SALESFORCE),
    ("salesforce", "jwt", SALESFORCE | {"login": "trousseau@garonne.example"}),
    ("salesforce", "client", SALESFORCE),
    ("hubspot", "key", {"secret": KEY}),
    ("hubspot", "code", OAUTH),
    ("zoho", "code", {"centre": "eu", **OAUTH}),
    ("zoho", "self", {"centre": "eu", **OAUTH}),
    ("odoo", "key", ODOO | {"secret": "odoo-api-key-77"}),
    ("odoo", "older", ODOO | {"login": "trousseau"}),
]


@pytest.fixture(scope="module")
def key():
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


@pytest.fixture
def keeper(monkeypatch, key):
    return stand_in(monkeypatch, Keeper(public_key=key[1], secret=SECRET))


@pytest.fixture
def desk(cast, signed_in):
    """The administrator's browser."""
    return signed_in(cast["administrator"])


def before(keeper, crm, way):
    """The CRM of a connection, as it answers to who is signed in."""
    keeper.face, keeper.speaks = (OlderFace if way == "older" else FACES[crm])(World()), SPEAKS[crm]
    keeper.live |= {KEY, "odoo-api-key-77"}


def added(desk, crm, way, told, **more):
    answered = desk.post(reverse("connectors:add", args=[crm, way]), {"name": f"{crm} {way}", **told, **more})
    assert answered.status_code == 302, re.findall(r'class="error[^>]*>([^<]*)', answered.content.decode())
    return Connection.objects.get(name=f"{crm} {way}")


def leaves(desk, connection):
    """The address that the page leads to."""
    page = desk.post(reverse("connectors:connect", args=[connection.public_id]))
    led = page.headers["Refresh"].removeprefix("0; url=")
    assert page.status_code == 200
    assert f'href="{marks.escape(led)}"' in page.content.decode()
    return led


def asked(address):
    return {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}


def comes_back(browser, address, code, **more):
    return browser.get(reverse("connectors:callback"), {"code": code, "state": asked(address)["state"], **more})


def words(answered, browser):
    """What the page after says, without its marks."""
    text = browser.get(answered.headers["Location"]).content.decode()
    return marks.unescape(re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("case", TOLD, ids=[f"{crm}-{way}" for crm, way, _told in TOLD])
def test_each_way_leads_from_the_set_up_page_to_a_connection_that_knows_its_organisation(
    desk, keeper, key, caplog, case
):
    crm, way, told = case
    told = told | ({"secret": key[0]} if way == "jwt" else {})
    before(keeper, crm, way)
    assert desk.get(reverse("connectors:add", args=[crm, way])).status_code == 200
    connection = added(desk, crm, way, told)
    if WAYS[crm][way].leave:
        address = leaves(desk, connection)
        code = keeper.says_yes(address)
        more = {"location": "us", "accounts-server": "https://accounts.zoho.com"} if crm == "zoho" else {}
        done = comes_back(desk, address, code, **more)
    else:
        pasted = {"code": keeper.console()} if way == "self" else {}
        done = desk.post(reverse("connectors:connect", args=[connection.public_id]), pasted)
    assert done.status_code == 302
    now = Connection.objects.get(pk=connection.pk)
    page = words(done, desk)
    assert now.state == "ready", page
    assert now.organisation
    assert now.organisation in page
    assert now.organisation in words_of_list(desk)
    if crm == "zoho":
        assert now.base == ("https://www.zohoapis.com" if way == "code" else "https://www.zohoapis.eu")
        assert now.told["centre"] == ("us" if way == "code" else "eu"), "renewed where the code was given"
    verbs = [*AuditEvent.objects.filter(target_type="connectors.connection").values_list("verb", flat=True)]
    assert sorted(verbs) == ["connection.added", "connection.signed_in"]
    tried = desk.post(reverse("connectors:try", args=[connection.public_id]))
    assert now.organisation in words(tried, desk)
    nothing_leaks(desk, now, caplog)


def words_of_list(desk):
    return marks.unescape(desk.get(reverse("connectors:list")).content.decode())


def nothing_leaks(desk, connection, caplog):
    """No page, no event, no notice, no letter and no line of the log holds what is secret."""
    pages = ("connection", "settings", "access", "remove")
    seen = [desk.get(reverse(f"connectors:{one}", args=[connection.public_id])).content.decode() for one in pages]
    seen += [words_of_list(desk), caplog.text, *(one.body for one in mail.outbox)]
    seen += [f"{one.before} {one.after} {one.target_label}" for one in AuditEvent.objects.all()]
    seen += [str(one.params) for one in Notice.objects.all()]
    secrets = {connection.secret, connection.access, connection.refresh, connection.secret[30:60]} - {"", "key"}
    assert secrets or connection.way == "older"
    assert not [one for one in secrets for text in seen if one in text]
    with database.cursor() as cursor:
        cursor.execute("SELECT secret, access, refresh FROM connectors_connection")
        assert all(not text or text.startswith("v1.") for row in cursor.fetchall() for text in row), "sealed"


def test_what_is_asked_of_a_person_is_no_more_than_is_needed_and_proved(desk, keeper):
    for crm, told, most in (("salesforce", SALESFORCE, {"api", "refresh_token"}), ("hubspot", OAUTH, None)):
        address = asked(leaves(desk, added(desk, crm, "code", told)))
        assert address["code_challenge_method"] == "S256"
        assert len(address["code_challenge"]) == 43
        assert len(address["state"]) > 30
        assert address["redirect_uri"] == "http://testserver/data/connectors/callback/"
        assert most is None or set(address["scope"].split()) == most
        assert "delete" not in address["scope"]
        assert ".write" not in address["scope"]
    zoho = leaves(desk, added(desk, "zoho", "code", {"centre": "eu", **OAUTH}))
    assert urlsplit(zoho).hostname == "accounts.zoho.eu"
    assert not re.search(r"ALL|DELETE|CREATE", asked(zoho)["scope"])


def test_what_was_not_begun_in_this_session_signs_nobody_in(desk, keeper, cast):
    connection = added(desk, "hubspot", "code", OAUTH)
    address = leaves(desk, connection)
    attacker = Client()
    attacker.force_login(cast["administrator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    code = keeper.says_yes(address)
    for browser, state in ((attacker, asked(address)["state"]), (desk, "forged"), (desk, "")):
        refused = browser.get(reverse("connectors:callback"), {"code": code, "state": state})
        assert "not begun here" in words(refused, browser)
    late = timezone.now() + dt.timedelta(minutes=11)
    with time_machine.travel(late, tick=False):
        assert "too long ago" in words(comes_back(desk, address, code), desk)
    assert "not begun here" in words(comes_back(desk, address, code), desk), "a trip that ended is over"
    assert keeper.requests == []
    assert Connection.objects.get(pk=connection.pk).state == "draft"


def test_a_state_works_once_and_a_code_only_for_who_left_for_it(desk, keeper):
    before(keeper, "hubspot", "code")
    connection = added(desk, "hubspot", "code", OAUTH)
    stolen = keeper.says_yes(leaves(desk, connection))
    address = leaves(desk, connection)
    refused = comes_back(desk, address, stolen)
    assert "refuses the sign-in" in words(refused, desk), "its verifier is of another trip"
    address = leaves(desk, connection)
    code = keeper.says_yes(address)
    comes_back(desk, address, code)
    count = len(keeper.requests)
    assert "not begun here" in words(comes_back(desk, address, code), desk)
    assert len(keeper.requests) == count
    assert Connection.objects.get(pk=connection.pk).state == "ready"


@pytest.mark.parametrize("server", [
    "https://accounts.zoho.eu.evil.example", "https://evil.example", "http://accounts.zoho.eu",
    "https://accounts.zoho.eu@evil.example", "https://accounts.zoho.eu:8443", "//accounts.zoho.eu", "https://[",
])  # fmt: skip
def test_a_code_is_shown_to_no_server_that_only_says_it_is_zoho(desk, keeper, server):
    connection = added(desk, "zoho", "code", {"centre": "eu", **OAUTH})
    address = leaves(desk, connection)
    refused = comes_back(desk, address, keeper.says_yes(address), **{"accounts-server": server})
    assert "is not one of its own addresses" in words(refused, desk)
    assert keeper.requests == []


@pytest.mark.parametrize("place", [
    "https://garonne.my.salesforce.com.evil.example", "https://evil.example/?.my.salesforce.com",
    "http://garonne.my.salesforce.com", "https://garonne.my.salesforce.com:444", "https://169.254.169.254",
    "https://a@garonne.my.salesforce.com", "", "https://login.salesforce.com",
])  # fmt: skip
def test_a_token_is_shown_to_no_instance_that_only_says_it_is_salesforce(desk, keeper, place):
    connection = added(desk, "salesforce", "client", SALESFORCE)
    keeper.more = {"instance_url": place}
    refused = desk.post(reverse("connectors:connect", args=[connection.public_id]))
    assert "is not one of its own addresses" in words(refused, desk)
    now = Connection.objects.get(pk=connection.pk)
    assert (now.state, now.access, len(keeper.requests)) == ("draft", "", 1)


@pytest.mark.parametrize(("crm", "field", "wrong"), [
    ("salesforce", "domain", "https://garonne.lightning.force.com"),
    ("salesforce", "domain", "https://login.salesforce.com"),
    ("salesforce", "domain", "https://my.salesforce.com"),
    ("salesforce", "client_id", ""),
    ("salesforce", "client_id", "a\x00b"),
    ("odoo", "address", "http://erp.garonne.example"),
    ("odoo", "address", "https://name:word@erp.garonne.example"),
    ("odoo", "secret", ""),
    ("zoho", "centre", "mars"),
])  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_no_secret_is_given_back(desk, keeper, crm, field, wrong):
    way, told = {"salesforce": ("code", SALESFORCE), "odoo": ("key", ODOO), "zoho": ("code", OAUTH)}[crm]
    told = {"centre": "eu", **told} if crm == "zoho" else told
    refused = desk.post(reverse("connectors:add", args=[crm, way]), {"name": "CRM", **told, field: wrong})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert f'id="id_{field}_error"' in page or 'class="error' in page
    assert SECRET not in page
    assert not Connection.objects.exists()


def test_an_odoo_inside_the_network_is_not_called_unless_it_was_allowed(desk, keeper, monkeypatch):
    monkeypatch.setattr(outgoing, "_resolved", lambda _host, _port: ["10.0.0.7"])
    refused = desk.post(reverse("connectors:add", args=["odoo", "key"]), {"name": "Odoo", **ODOO})
    assert refused.status_code == 422
    assert "is inside the network" in refused.content.decode()


@pytest.mark.parametrize(("fault", "says"), [
    (html(), "page of the web"),
    (html(503), "does not answer at the moment, and nothing was changed"),
    (answer(400, {"error": "invalid_client", "error_description": f"{SECRET} <b>is wrong</b>"}), "refuses the sign-in"),
    (answer(200, {"access_token": ""}), "without “access_token”"),
    (answer(200, {"error": "unsupported_grant_type"}), "unsupported_grant_type"),
])  # fmt: skip
def test_what_a_crm_answers_instead_is_said_in_one_line_and_changes_nothing(desk, keeper, fault, says):
    connection = added(desk, "salesforce", "client", SALESFORCE)
    keeper.fault = fault
    refused = desk.post(reverse("connectors:connect", args=[connection.public_id]))
    page = desk.get(refused.headers["Location"]).content.decode()
    assert says in marks.unescape(page)
    assert SECRET not in page
    assert "<b>is wrong" not in page
    assert Connection.objects.get(pk=connection.pk).state == "draft"
    assert not Notice.objects.exists()


def test_a_person_who_says_no_is_told_back_in_the_crms_words(desk, keeper):
    address = leaves(desk, added(desk, "hubspot", "code", OAUTH))
    back = {"error": "access_denied", "error_description": "end-user denied", "state": asked(address)["state"]}
    refused = desk.get(reverse("connectors:callback"), back)
    assert "did not let us in: “end-user denied”. Nothing was changed." in words(refused, desk)


def test_a_key_that_the_crm_does_not_know_is_no_sign_in_and_alarms_nobody(desk, keeper):
    before(keeper, "hubspot", "key")
    keeper.live.discard(KEY)
    connection = added(desk, "hubspot", "key", {"secret": "pat-wrong"})
    refused = desk.post(reverse("connectors:connect", args=[connection.public_id]))
    assert "must connect it again" in words(refused, desk)
    assert Connection.objects.get(pk=connection.pk).state == "draft"
    assert not Notice.objects.exists()


def test_a_lost_connection_is_connected_again_and_never_to_another_organisation(desk, keeper, cast):
    before(keeper, "hubspot", "key")
    connection = added(desk, "hubspot", "key", {"secret": KEY})
    url = reverse("connectors:connect", args=[connection.public_id])
    desk.post(url)
    keeper.live.discard(KEY)
    desk.post(reverse("connectors:try", args=[connection.public_id]))
    lost = Connection.objects.get(pk=connection.pk)
    assert (lost.state, Notice.objects.get().user) == ("reconnect", cast["administrator"])
    assert "no longer knows hubspot key" in words_of_list(desk) or "to be connected again" in words_of_list(desk)
    link = reverse("connectors:connection", args=[connection.public_id])
    assert Notice.objects.get().url == link
    keeper.live.add(KEY)
    told = {"secret": "", "revision": lost.revision}
    assert desk.post(reverse("connectors:access", args=[connection.public_id]), told).status_code == 302
    desk.post(url)
    assert Connection.objects.get(pk=connection.pk).state == "ready", "the secret that was kept, once more"
    Connection.objects.update(organisation_id="another", organisation="Kessler")
    Remote.objects.create(connection=connection, entity="account", external_id="1")
    assert "what was read is from “Kessler”" in words(desk.post(url), desk)


def test_settings_are_kept_by_who_may_and_refused_beside_their_field(desk, keeper, cast, signed_in):
    connection = added(desk, "hubspot", "key", {"secret": KEY})
    url = reverse("connectors:settings", args=[connection.public_id])
    told = {"name": "HubSpot France", "every_minutes": 30, "share": 35, "daily_limit": "250000", "rank": 2,
            "won_deals": "without", "groups": "on", "revision": connection.revision}  # fmt: skip
    for wrong in ({"share": 81}, {"every_minutes": 1}, {"name": " "}, {"won_deals": "maybe"}, {"rank": "first"}):
        refused = desk.post(url, told | wrong)
        assert refused.status_code == 422
        assert f"id_{next(iter(wrong))}_error" in refused.content.decode()
    assert desk.post(url, told).status_code == 302
    now = Connection.objects.get()
    assert (now.name, now.share, now.daily_limit, now.reads, now.groups) == ("HubSpot France", 35, 250_000, False, True)
    assert connection.rows.filter(entity="account", target="name").exists(), "it reads what its preset names"
    event = AuditEvent.objects.get(verb="connection.changed")
    assert (event.before["share"], event.after["share"]) == (20, 35)
    stale = desk.post(url, told | {"share": 40})
    assert stale.status_code == 422
    assert "Somebody changed this connection meanwhile" in stale.content.decode()
    assert Connection.objects.get().share == 35
    reader = signed_in(cast["director"])
    page = reader.get(reverse("connectors:connection", args=[connection.public_id])).content.decode()
    assert "HubSpot France" in page
    assert "<form" not in page.partition("<main")[2]


def test_removing_asks_for_the_name_and_leaves_accounts(desk, keeper):
    connection = added(desk, "hubspot", "key", {"secret": KEY})
    account = Account.objects.create(code="A", name="Alstrom")
    record = Remote.objects.create(connection=connection, entity="account", external_id="1", account=account)
    deal = Remote.objects.create(connection=connection, entity="deal", external_id="2")
    Deal.objects.create(record=deal, account=account, name="Frame", state="open")
    Candidate.objects.create(record=record, account=account, score=80)
    url = reverse("connectors:remove", args=[connection.public_id])
    refused = desk.post(url, {"name": "hubspot", "revision": connection.revision})
    assert refused.status_code == 422
    assert "as it stands: hubspot key" in refused.content.decode()
    done = desk.post(url, {"name": "hubspot key", "revision": connection.revision})
    assert "is removed, with 2 records" in words(done, desk)
    assert not any(model.objects.exists() for model in (Connection, Remote, Deal, Candidate))
    assert Account.objects.get() == account
    assert AuditEvent.objects.latest("pk").verb == "connection.removed"


@pytest.mark.parametrize("way", ["code", "jwt"])
def test_another_secret_or_another_way_is_told_and_signed_in_anew(desk, keeper, key, way):
    before(keeper, "salesforce", "client")
    connection = added(desk, "salesforce", "client", SALESFORCE)
    desk.post(reverse("connectors:connect", args=[connection.public_id]))
    now = Connection.objects.get()
    url = f"{reverse('connectors:access', args=[connection.public_id])}?way={way}"
    told = SALESFORCE | ({"login": "trousseau@garonne.example", "secret": key[0]} if way == "jwt" else {})
    nothing = desk.post(url, told | {"secret": "", "revision": now.revision})
    assert nothing.status_code == 422, "the secret of one way is none of another's"
    assert desk.post(url, told | {"revision": now.revision}).status_code == 302
    now = Connection.objects.get()
    assert (now.way, now.state, now.access, now.refresh) == (way, "draft", "", "")
    assert AuditEvent.objects.get(verb="connection.changed").after["secret"] == "•••"
