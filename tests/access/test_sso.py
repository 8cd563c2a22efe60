"""The company's sign-on, against real identity providers on loopback (`tests/idp`, from npm)."""

import datetime as dt
import html
import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from trousseau import environment
from trousseau.access import actions
from trousseau.access.models import AuditEvent, User

IDP = Path(__file__).resolve().parent.parent / "idp"
HOST = "127.0.0.1"
SITE = f"http://{HOST}"


@contextmanager
def provider(script, *arguments):
    """Run one of the providers on a free port; gives the port."""
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if node is None or not (IDP / "node_modules").is_dir():
        pytest.skip("no identity providers here; run: npm ci --prefix tests/idp")
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    run = subprocess.Popen(
        [node, IDP / script, str(port), *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert next(line for line in run.stdout if "ready" in line)
        yield port
    finally:
        run.terminate()
        run.wait(timeout=20)


@pytest.fixture(scope="module")
def oidc():
    with provider("oidc.js", f"{SITE}/sign-in/sso/oidc/back/") as port:
        yield environment.single_sign_on({
            "TROUSSEAU_OIDC_URL": f"http://{HOST}:{port}",
            "TROUSSEAU_OIDC_CLIENT_ID": "trousseau",
            "TROUSSEAU_OIDC_SECRET": "between-us-two",
            "TROUSSEAU_OIDC_NAME": "Garonne ID",
        })  # fmt: skip


@pytest.fixture(scope="module")
def signing(tmp_path_factory):
    """A key and its certificate: the provider's, and those of somebody who would be it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    folder = tmp_path_factory.mktemp("idp")
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")])
    now = dt.datetime.now(dt.UTC)
    for owner in ("idp", "thief"):
        key = rsa.generate_private_key(65537, 2048)
        made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        signed = made.not_valid_before(now).not_valid_after(now + dt.timedelta(days=1)).sign(key, hashes.SHA256())
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        (folder / f"{owner}.crt").write_bytes(signed.public_bytes(pem))
        (folder / f"{owner}.key").write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, plain)
        )
    return folder


@pytest.fixture(scope="module")
def saml(signing):
    """Its settings, once with the provider's certificate and once with another."""
    acs = f"{SITE}/sign-in/saml/saml/back/"
    with provider("saml.js", acs, signing / "idp.key", signing / "idp.crt") as port:
        yield {
            owner: environment.single_sign_on({
                "TROUSSEAU_SAML_ENTITY_ID": "urn:test:idp",
                "TROUSSEAU_SAML_URL": f"http://{HOST}:{port}/sso",
                "TROUSSEAU_SAML_CERTIFICATE_FILE": str(signing / f"{owner}.crt"),
                "TROUSSEAU_SAML_NAME": "Garonne ID",
                "TROUSSEAU_SSO_DOMAINS": "garonne.example",
            })
            for owner in ("idp", "thief")
        }  # fmt: skip


def browser():
    return Client(headers={"host": HOST})


def by_oidc(who, client=None):
    """Walk through the provider's own pages as `who`; gives the browser, and the page it ends on."""
    client = client or browser()
    there = client.get("/sign-in/sso/oidc/").url
    with httpx.Client(follow_redirects=False, base_url=there) as walk:
        while True:
            answer = walk.get(there)
            if answer.is_redirect:
                there = str(answer.next_request.url)
                if there.startswith(f"{SITE}/"):
                    break
                continue
            action = html.unescape(re.search(r'<form[^>]*action="([^"]+)"', answer.text)[1])
            fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
            there = str(walk.post(action, data=fields | {"login": who, "password": "x"}).next_request.url)
    return client, client.get(there.removeprefix(SITE), follow=True)


def by_saml(who, client=None):
    """The same by the form that the provider has the browser post."""
    client = client or browser()
    there = client.get("/sign-in/saml/saml/").url
    form = httpx.get(f"{there}&user={who}").text
    given = dict(re.findall(r'name="(SAMLResponse|RelayState)"\s+value="([^"]*)"', form))
    back = {name: html.unescape(value) for name, value in given.items()}
    return client, client.post("/sign-in/saml/saml/back/", back, follow=True)


@pytest.fixture(params=["oidc", "saml"])
def sign_on(request, settings):
    """Either provider, configured; gives the walk through it."""
    found = request.getfixturevalue(request.param)
    settings.SOCIALACCOUNT_PROVIDERS = found if request.param == "oidc" else found["idp"]
    return {"oidc": by_oidc, "saml": by_saml}[request.param]


@pytest.fixture
def nina(organisation, person):
    return person("manager", name="Nina Roche", email="nina@garonne.example")


def who(client):
    return client.session.get("_auth_user_id")


def test_somebody_known_by_a_verified_address_comes_in_and_is_known_from_then_on(sign_on, nina, settings):
    assert "Sign in with Garonne ID" in browser().get("/sign-in/").content.decode()
    client, _page = sign_on("n1|Nina@garonne.example|yes")
    assert who(client) == str(nina.pk)
    assert "company sign-on" in client.get("/settings/sessions/").content.decode()
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["person.linked"]
    nina.email = "renamed@garonne.example"
    nina.save()
    assert who(sign_on("n1|Nina@garonne.example|yes")[0]) == str(nina.pk)
    assert User.objects.count() == 1
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize(
    ("told", "roles", "said"),
    [
        ("n1|nina@garonne.example|no", ["manager"], "not known here"),
        ("n1|stranger@garonne.example|yes", ["manager"], "not known here"),
        ("n1|nina@garonne.example|yes", ["client"], "for staff"),
        ("n1|nina@garonne.example|yes", ["manager", "client"], "for staff"),
        ("n1|nina@garonne.example|yes", [], "for staff"),
    ],
)
@pytest.mark.usefixtures("organisation")
def test_nobody_else_comes_in_and_nobody_is_made(sign_on, person, told, roles, said):
    person(*roles, name="Nina", email="nina@garonne.example")
    client, page = sign_on(told)
    assert who(client) is None
    assert said in page.content.decode()
    assert User.objects.count() == 1


def test_an_address_given_to_somebody_new_opens_nothing_until_an_administrator_says_so(sign_on, nina, person):
    sign_on("n1|nina@garonne.example|yes")
    client, page = sign_on("n2|nina@garonne.example|yes")
    assert who(client) is None
    assert "Somebody else signs in as this person" in page.content.decode()
    administrator = browser()
    administrator.force_login(person("administrator"), backend="allauth.account.auth_backends.AuthenticationBackend")
    administrator.post(f"/settings/people/{nina.pk}/sign-on/")
    assert who(sign_on("n2|nina@garonne.example|yes")[0]) == str(nina.pk)


def test_who_may_no_longer_come_in_does_not(sign_on, nina):
    sign_on("n1|nina@garonne.example|yes")
    User.objects.update(is_active=False)
    assert who(sign_on("n1|nina@garonne.example|yes")[0]) is None


def test_the_second_factor_is_asked_here_as_well(sign_on, nina):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(nina, "JBSWY3DPEHPK3PXP")
    client, page = sign_on("n1|nina@garonne.example|yes")
    assert page.redirect_chain[-1][0] == "/sign-in/code/"
    assert who(client) is None


def test_the_invited_join_where_the_environment_says_so(sign_on, cast, settings):
    actions.invite(cast["administrator"], email="new@garonne.example", name="New", roles=[actions.Held("expert")])
    actions.invite(cast["administrator"], email="guest@garonne.example", name="", roles=[actions.Held("client")])
    assert who(sign_on("n|new@garonne.example|yes")[0]) is None
    settings.SSO_JOINS = True
    client, _page = sign_on("n|new@garonne.example|yes")
    joined = User.objects.get(email="new@garonne.example")
    assert (who(client), joined.roles) == (str(joined.pk), {"expert"})
    assert not joined.has_usable_password()
    assert who(sign_on("g|guest@garonne.example|yes")[0]) is None


def test_a_provider_that_does_not_say_is_believed_for_its_domains_only(saml, settings, nina, person):
    settings.SOCIALACCOUNT_PROVIDERS = saml["idp"]
    person("manager", name="Max", email="max@elsewhere.example")
    assert who(by_saml("m|max@elsewhere.example|")[0]) is None
    assert who(by_saml("n|nina@garonne.example|")[0]) == str(nina.pk)


def test_an_assertion_signed_by_another_is_refused(saml, settings, nina):
    settings.SOCIALACCOUNT_PROVIDERS = saml["thief"]
    client, page = by_saml("n|nina@garonne.example|yes")
    assert who(client) is None
    assert "The sign-on did not succeed" in page.content.decode()


def test_an_answer_that_nobody_asked_for_or_that_comes_again_is_refused(saml, settings, nina):
    settings.SOCIALACCOUNT_PROVIDERS = saml["idp"]
    victim, thief = browser(), browser()
    there = thief.get("/sign-in/saml/saml/").url
    assert parse_qs(urlsplit(there).query)["SAMLRequest"]
    form = httpx.get(f"{there}&user=n|nina@garonne.example|yes").text
    answer = {"SAMLResponse": html.unescape(re.search(r'name="SAMLResponse"\s+value="([^"]*)"', form)[1])}
    victim.post("/sign-in/saml/saml/back/", answer, follow=True)
    assert who(victim) is None
    thief.post("/sign-in/saml/saml/back/", answer, follow=True)
    assert who(thief) == str(nina.pk)
    thief.post("/sign-out/")
    thief.post("/sign-in/saml/saml/back/", answer, follow=True)
    assert who(thief) is None


def test_the_code_that_comes_back_opens_nothing_for_another_browser_nor_twice(oidc, settings, nina):
    settings.SOCIALACCOUNT_PROVIDERS = oidc
    asked = [parse_qs(urlsplit(browser().get("/sign-in/sso/oidc/").url).query) for _one in range(2)]
    for name in ("state", "code_challenge"):
        assert len({one[name][0] for one in asked}) == 2
        assert all(len(one[name][0]) >= 16 for one in asked)
    assert [(one["response_type"], one["code_challenge_method"]) for one in asked] == [(["code"], ["S256"])] * 2
    back = []

    class Watched(Client):
        def get(self, path, *arguments, **named):
            if path.startswith("/sign-in/sso/oidc/back/"):
                back.append(path)
                for other in (browser(), begun):
                    other.get(path, follow=True)
                    assert who(other) is None
            return super().get(path, *arguments, **named)

    begun = browser()
    begun.get("/sign-in/sso/oidc/")
    client, _page = by_oidc("n1|nina@garonne.example|yes", Watched(headers={"host": HOST}))
    assert who(client) == str(nina.pk)
    client.post("/sign-out/")
    client.get(back[0], follow=True)
    assert who(client) is None


@pytest.mark.parametrize(
    ("told", "comes_in"),
    [
        ({}, True),
        ({"aud": "another"}, False),
        ({"iss": "http://127.0.0.1:1"}, False),
        ({"exp": 1_000_000_000}, False),
    ],
)
def test_a_token_for_another_of_another_or_too_old_is_refused(  # noqa: PLR0917 - fixtures
    oidc, settings, nina, monkeypatch, told, comes_in
):
    import jwt
    from allauth.socialaccount.providers.oauth2.client import OAuth2Client

    real = OAuth2Client.get_access_token

    def changed(self, *arguments, **named):
        answer = real(self, *arguments, **named)
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
        return answer | {"id_token": jwt.encode(claims | told, "k" * 32, headers={"kid": "x"})}

    monkeypatch.setattr(OAuth2Client, "get_access_token", changed)
    settings.SOCIALACCOUNT_PROVIDERS = oidc
    client, _page = by_oidc("n1|nina@garonne.example|yes")
    assert (who(client) == str(nina.pk)) is comes_in


def test_it_is_off_where_nothing_is_set(client, organisation, nina):
    assert "/sign-in/sso/" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/sso/oidc/").status_code == 404
    assert client.get("/sign-in/saml/saml/metadata/").status_code == 404


def test_our_metadata_names_where_the_provider_answers(saml, settings, client, organisation, nina):
    settings.SOCIALACCOUNT_PROVIDERS = saml["idp"]
    told = client.get("/sign-in/saml/saml/metadata/", headers={"host": HOST}).content.decode()
    assert f'Location="{SITE}/sign-in/saml/saml/back/"' in told


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"TROUSSEAU_OIDC_URL": "https://id.example"}, "TROUSSEAU_OIDC_CLIENT_ID, TROUSSEAU_OIDC_SECRET is missing"),
        ({"TROUSSEAU_OIDC_URL": "http://id.example", "TROUSSEAU_OIDC_CLIENT_ID": "x", "TROUSSEAU_OIDC_SECRET": "y"},
         "beginning with https"),
        ({"TROUSSEAU_SAML_ENTITY_ID": "x", "TROUSSEAU_SAML_URL": "https://x"}, "TROUSSEAU_SAML_CERTIFICATE"),
    ],
)  # fmt: skip
def test_a_door_set_by_half_is_refused_at_start(variables, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        environment.single_sign_on(variables)
