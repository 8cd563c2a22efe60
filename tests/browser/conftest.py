"""A real Chromium on a live server, signed in as any role, that notices what people would not see.

    def test_people(visit):
        page = visit("administrator", "/settings/people/", language="fr", theme="dark", phone=True)
        page.click("text=…")            # a Playwright page
        looked_at(page)                 # from browser.looking

A test fails when a page of it logged an error to the console, threw, failed to load something, or asked
another host.
"""

import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

import kept
from browser import demo_site as demo
from browser.looking import DESKTOP, PHONE

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BUILT = Path(__file__).resolve().parents[2] / "src" / "trousseau" / "web" / "static" / "built" / "assets.json"


def pytest_collection_modifyitems(items):
    """What is in this folder drives a browser, and shares one process."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium():
    """The browser, started once."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; install it (apt-get install chromium) or set CHROMIUM")
    if not BUILT.exists():
        pytest.skip("the assets are not built; run: npm run build")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright keeps a loop in this thread; the tests themselves are not async
    )
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@dataclass
class Watch:
    """What went wrong on the pages of one test."""

    troubles: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def over(self, page, host: str) -> None:
        """Listen to a page of that host."""
        page.on(
            "console",
            lambda message: message.type == "error" and self._note(f"console: {message.text}", message),
        )
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", lambda request: self._asked(request, host))
        page.on("requestfailed", self._failed)

    def _note(self, text, message) -> None:
        place = (message.location or {}).get("url", "")
        if not any(re.search(pattern, f"{text} {place}") for pattern in self.expected):
            self.troubles.append(f"{text} ({place})")

    def _asked(self, request, host: str) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
            self.troubles.append(f"another host was asked: {request.url}")

    def _failed(self, request) -> None:
        if request.failure and "ABORTED" not in request.failure:
            self.troubles.append(f"did not load: {request.url} ({request.failure})")


@pytest.fixture
def watch():
    """Fails the test when something went wrong; `watch.expected = ("404",)` lets an expected error pass."""
    watching = Watch()
    yield watching
    assert not watching.troubles, "\n".join(watching.troubles)


@pytest.fixture
def open_at(chromium, watch):
    """Open a page of a site: `open_at("http://…", "/", cookies=[…])`; what everything else here is made of."""
    contexts = []

    def go(site, path="/", *, cookies=(), language="fr", theme="light", phone=False):
        context = chromium.new_context(
            base_url=site,
            viewport=PHONE if phone else DESKTOP,
            locale="fr-FR" if language == "fr" else "en-GB",
            color_scheme=theme,
            has_touch=phone,
        )
        contexts.append(context)
        context.add_cookies(list(cookies))
        page = context.new_page()
        watch.over(page, urlsplit(site).netloc)
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(open_at, live_server):
    """Open a page of the live server as somebody (None: nobody): `open_page(person, "/")`."""

    def go(somebody, path="/", **how):
        cookies = [] if somebody is None else [session_of(somebody, live_server.url)]
        return open_at(live_server.url, path, cookies=cookies, **how)

    return go


def session_of(somebody, url):
    """Give a signed-in session's cookie."""
    client = Client()
    client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


@pytest.fixture
def visit(open_page, cast):
    """Open a page as a role: `visit("director", "/check-up/", language="en", theme="dark", phone=True)`."""

    def go(role, path="/", **how):
        return open_page(cast[role], path, **how)

    return go


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory):
    """The demo company's address; read by every walk, changed by none."""
    if not BUILT.exists():
        pytest.skip("the assets are not built; run: npm run build")
    home = tmp_path_factory.mktemp("demo")
    kept.demo_company(home)
    with demo.served(home) as address:
        yield address


@pytest.fixture(scope="session")
def demo_cookies(chromium, demo_site):
    """Cookies of one of the demo’s people, who signs in by the door once (a client by address)."""

    @cache
    def of(name):
        context = chromium.new_context(base_url=demo_site)
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("[name=login]", name if "@" in name else f"{name}@garonne.example")
        page.fill("[name=password]", demo.PASSWORD)
        page.click("main .btn-primary")
        page.wait_for_url("**/")
        cookies = tuple(cookie for cookie in context.cookies() if cookie["name"] == "sessionid")
        context.close()
        return cookies

    return of


@pytest.fixture
def demo_visit(open_at, demo_site, demo_cookies):
    """Open a page of the demo as one of its people: `demo_visit("claire.dumas", "/check-up/", phone=True)`."""

    def go(name, path="/", **how):
        return open_at(demo_site, path, cookies=demo_cookies(name), **how)

    return go


@pytest.fixture
def home(tmp_path, settings):
    """A data folder of its own; the first run is asked about anew."""
    from trousseau.access import setup

    setup.forget()
    settings.TROUSSEAU_HOME = tmp_path / "home"
    settings.TROUSSEAU_HOME.mkdir()
    yield settings.TROUSSEAU_HOME
    setup.forget()
