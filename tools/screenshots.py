"""Picture every page of the demo into `docs/screenshots/`: both languages, light and dark, desktop and phone.

Usage: `make screenshots` (installs the demo company into a scratch folder and serves it from there);
`python tools/screenshots.py plan value` pictures those alone.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "screenshots"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DIRECTOR = ("claire.dumas@garonne.example", "trousseau-demo")
CONTROLLER = ("nadia.belkacem@garonne.example", "trousseau-demo")
ADMINISTRATOR = ("ines.carvalho@garonne.example", "trousseau-demo")
CLIENT = ("paul.renaudin@alstrom.example", "trousseau-demo")
PAGES = {
    "home": ("/", DIRECTOR),
    "checkup": ("/check-up/", DIRECTOR),
    "good-and-bad": ("/check-up/contributions/", DIRECTOR),
    "rules": ("/check-up/classes/", DIRECTOR),
    "segments": ("/check-up/segments/", DIRECTOR),
    "erosion": ("/check-up/erosion/", DIRECTOR),
    "ranges": ("/check-up/ranges/", DIRECTOR),
    "exposure": ("/exposure/", DIRECTOR),
    "concentration": ("/exposure/concentration/", DIRECTOR),
    "losses": ("/exposure/losses/", DIRECTOR),
    "growth": ("/exposure/growth/", DIRECTOR),
    "prices": ("/exposure/prices/", DIRECTOR),
    "tariff": ("/exposure/tariff/", DIRECTOR),
    "selection": ("/selection/", DIRECTOR),
    "grid": ("/selection/grid/", DIRECTOR),
    "grid-editor": ("/selection/grid/?edit=1", DIRECTOR),
    "grid-pairs": ("/selection/grid/pairs/", DIRECTOR),
    "grids-compared": ("/selection/grid/compare/", DIRECTOR),
    "assessments": ("/selection/assessments/", DIRECTOR),
    "assessments-result": ("closed round", DIRECTOR),
    "tiers": ("/selection/tiers/", DIRECTOR),
    "sessions": ("/selection/sessions/", DIRECTOR),
    "session": ("open session", DIRECTOR),
    "tomorrow": ("/selection/potential/", DIRECTOR),
    "review": ("/selection/review/", DIRECTOR),
    "accounts": ("/accounts/", DIRECTOR),
    "account": ("first account", DIRECTOR),
    "people": ("Alstrom people/", DIRECTOR),
    "map": ("Alstrom map/", DIRECTOR),
    "knowledge": ("Alstrom knowledge/", DIRECTOR),
    "account-team": ("Alstrom team/", DIRECTOR),
    "brief": ("Alstrom brief/", DIRECTOR),
    "statements": ("Alstrom commitments/", DIRECTOR),
    "coverage": ("/knowledge/coverage/", DIRECTOR),
    "team": ("/team/", DIRECTOR),
    "competencies": ("/team/competencies/", DIRECTOR),
    "profile": ("one profile", DIRECTOR),
    "matching": ("/team/matching/", DIRECTOR),
    "proposal": ("one proposal", DIRECTOR),
    "experts": ("/team/experts/", DIRECTOR),
    "requests": ("/team/requests/", DIRECTOR),
    "request": ("one request", DIRECTOR),
    "commitments": ("/team/commitments/", DIRECTOR),
    "watch": ("/team/watch/", DIRECTOR),
    "notices": ("/notices/", DIRECTOR),
    "notice-settings": ("/settings/notices/", DIRECTOR),
    "plans": ("/plans/", DIRECTOR),
    "who-does-what": ("/plans/?by=person", DIRECTOR),
    "plan": ("Alstrom plan/", DIRECTOR),
    "plan-versions": ("Alstrom plan/versions/", DIRECTOR),
    "white-space": ("Alstrom plan/white-space/", DIRECTOR),
    "negotiations": ("Alstrom negotiations/", DIRECTOR),
    "negotiation": ("one negotiation", DIRECTOR),
    "meetings": ("Alstrom meetings/", DIRECTOR),
    "treatments": ("/plans/treatments/", DIRECTOR),
    "indicators": ("/plans/kpis/", DIRECTOR),
    "indicator": ("one indicator", DIRECTOR),
    "diary": ("/plans/calendar/", DIRECTOR),
    "rhythm": ("/plans/calendar/rhythm/", DIRECTOR),
    "reviews": ("/plans/reviews/", DIRECTOR),
    "value": ("/plans/value/", DIRECTOR),
    "ideas": ("/plans/ideas/", DIRECTOR),
    "templates": ("/plans/templates/", DIRECTOR),
    "programme": ("/plans/programme/", DIRECTOR),
    "papers": ("/settings/papers/", DIRECTOR),
    "data": ("/data/", CONTROLLER),
    "costs": ("/data/costs/", CONTROLLER),
    "inflation": ("/data/inflation/", CONTROLLER),
    "client-space": ("Alstrom client-space/", DIRECTOR),
    "client-voices": ("Alstrom client-space/voices/", DIRECTOR),
    "client-signing": ("Alstrom client-space/signing/", DIRECTOR),
    "client-word": ("Alstrom client-space/word/", DIRECTOR),
    "client-spaces": ("/client-spaces/", DIRECTOR),
    "survey-questions": ("/client-spaces/questions/", DIRECTOR),
    "client-home": ("Theirs ", CLIENT),
    "client-actions": ("Theirs actions/", CLIENT),
    "client-ideas": ("Theirs ideas/", CLIENT),
    "client-meetings": ("Theirs meetings/", CLIENT),
    "client-indicators": ("Theirs indicators/", CLIENT),
    "client-value": ("Theirs value/", CLIENT),
    "client-opinion": ("Theirs opinion/", CLIENT),
    "client-asked": ("Theirs asked/", CLIENT),
    "client-consents": ("/client/consents/", CLIENT),
    "audit": ("/settings/audit/", ADMINISTRATOR),
    "privacy": ("/settings/privacy/", ADMINISTRATOR),
    "signed-in": ("/settings/sessions/", ADMINISTRATOR),
}
OPENED = {
    "closed round": ("/selection/assessments/", "section:has(#rounds) tr:has-text('clos') th a"),
    "one indicator": ("/plans/kpis/", "main table tbody th a"),
    "one negotiation": ("Alstrom negotiations/", "main table tbody th a"),
    "one profile": ("/team/competencies/", "tbody th a"),
    "one proposal": ("/team/matching/", "section:has(#proposals) tbody th a"),
    "one request": ("/team/requests/", ".board li > a"),
    "open session": ("/selection/sessions/", "section:has(#sessions) tbody th a"),
}
"""Pages without an address of their own: the list they are on, and their link in it."""
TOLD = "Alstrom "
"""Begins the places of the account the demonstration tells of; the rest of its address follows."""
THEIRS = "Theirs "
"""Begins the places of the client space of who looks at it."""
LOOKS = {
    "fr-light": ("fr", "light", (1440, 900)),
    "en-light": ("en", "light", (1440, 900)),
    "fr-dark": ("fr", "dark", (1440, 900)),
    "en-phone": ("en", "light", (390, 844)),
}


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo server in a scratch folder; ended on leaving."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as home:
        command = [str(Path(sys.executable).parent / "trousseau"), "demo", "--port", str(port)]
        process = subprocess.Popen(command, env={**os.environ, "TROUSSEAU_HOME": home}, stdout=subprocess.DEVNULL)
        try:
            await_answer(f"{address}/healthz")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def await_answer(url: str) -> None:
    """Wait until the server answers: the demo company takes minutes to install; a quarter of an hour at most."""
    for _ in range(1_800):
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"no answer at {url}")


def sign_in(browser: Browser, address: str, who: tuple[str, str], look: tuple[str, str, tuple[int, int]]) -> Page:
    """A page of a person who has signed in, in one language and theme."""
    language, scheme, (width, height) = look
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="fr-FR" if language == "fr" else "en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=login]", who[0])
    page.fill("input[name=password]", who[1])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    if page.get_attribute("html", "lang") != language:
        page.locator(f"[lang={language}], [hreflang={language}], button[value={language}]").first.click()
        page.wait_for_load_state("networkidle")
    return page


def go(page: Page, address: str, place: str) -> None:
    """Open an address, or a place of the account the demonstration tells of, or of the client's own space."""
    if place.startswith(THEIRS):
        page.goto(f"{address}/client/")
        page.goto(f"{page.url}{place.removeprefix(THEIRS)}")
        return
    if place.startswith(TOLD):
        page.goto(f"{address}/accounts/?q=Alstrom+SA")
        account = page.get_by_role("link", name="Alstrom SA", exact=True).first.get_attribute("href") or ""
        place = f"{account.partition('?')[0]}{place.removeprefix(TOLD)}"
    page.goto(f"{address}{place}")


def picture(page: Page, address: str, place: str, path: Path) -> None:
    """One page as a whole, once its charts are drawn."""
    if place == "first account":
        page.goto(f"{address}/accounts/")
        page.locator("table tbody tr a[href^='/accounts/']").first.click()
    elif place in OPENED:
        listed, link = OPENED[place]
        go(page, address, listed)
        page.locator(link).first.click()
    else:
        go(page, address, place)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    page.screenshot(path=path, full_page=True)


def main() -> None:
    """Every page, or those named, in every look."""
    wanted = sys.argv[1:] or PAGES
    OUT.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for look, settings in LOOKS.items():
            for who in (DIRECTOR, CONTROLLER, ADMINISTRATOR, CLIENT):
                page = sign_in(browser, address, who, settings)
                for name, (place, reader) in PAGES.items():
                    if reader == who and name in wanted:
                        picture(page, address, place, OUT / f"{name}-{look}.png")
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
