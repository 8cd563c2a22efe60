"""Fill in every form of the demo with what nobody should write; prints the answers that are no answer (5xx).

Names and titles are spoiled first, so that every file that a link leads to is read back with formulas for names.

Run on a copy of the demo's data folder (TROUSSEAU_HOME). Each address that a form posts to is tried by the first of the
people below whose pages lead to it: with hostile values, fields left out, fields doubled. So is what stands after the
question mark of each page: the filters its own forms and links name, and those that most pages have.
"""

from __future__ import annotations

import json
import random
import sys
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 - after the setup
from django.test import Client  # noqa: E402
from django.urls import Resolver404, ResolverMatch, resolve  # noqa: E402

from trousseau.access.models import User  # noqa: E402
from web.reading_back import MARK, faults, spoil  # noqa: E402

PEOPLE = (
    "paul.renaudin@alstrom.example", "sophie.lacaze@garonne.example", "claire.dumas@garonne.example",
    "nadia.belkacem@garonne.example", "julien.arnaud@garonne.example", "ines.carvalho@garonne.example",
)  # fmt: skip
STARTS = ("/", "/accounts/", "/plans/", "/settings/", "/imports/", "/selection/", "/check-up/")
LEFT_ALONE = {"account_logout", "account_change_password", "language", "theme"}
HOSTILE = (
    "", " ", "0", "-1", "1e309", "NaN", "Infinity", "99999999999999999999999999", "１２", "0x10", "1,5", "1.5", "true",
    "2026-02-31", "0001-01-01", "9999-12-31", "31/12/2026", "25:61", "\x00", "a\x00b", "\r\nX-Y: z",
    "<script>alert(1)</script>",
    "'; DROP TABLE access_user; --", '"', "%s%n", "{{ 7*7 }}", "../../etc/passwd", "=1+1", "\u202e", "é" * 400,
    "🙂" * 90,
    "x" * 20_000, "[]", "{}", "null", "None", "nothing", r'["\ud800"]', "1e999", "-1e999", "0000-00-00",
    "0001-01-01T00:00", "9999-12-31T23:59", "-0", "1/0", "٣", "۱۲", "²", "1_000", "9" * 5_000, "-99999999999999999999",
)  # fmt: skip
HTMX = 0.3
FILES = {"csv", "xlsx", "json", "jsonl", "ics", "vcf", "zip", "pdf", "pptx"}
ENDING = {"access:end_session", "access:end_other_sessions"}
COMMON = ("page", "sort", "q", "after", "before", "on", "year", "zone", "as", "format", "next", "with")


class Forms(HTMLParser):
    """The links of a page, its forms that post: where to, and what stands in their fields; the names after a “?”."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.filters: set[str] = set()
        self.open: dict[str, str] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        told = {name: value or "" for name, value in attrs}
        self.links += [told[name] for name in ("href", "hx-get") if told.get(name)]
        for link in self.links[-1:]:
            self.filters |= dict(parse_qsl(urlsplit(link).query, keep_blank_values=True)).keys()
        if self.open is None and tag in {"input", "select"} and told.get("name"):
            self.filters.add(told["name"])
        if tag == "form":
            self.open = {} if told.get("method", "").lower() == "post" else None
            if self.open is not None:
                self.forms.append((told.get("action", ""), self.open))
        elif self.open is not None and told.get("name"):
            self.open.setdefault(told["name"], told.get("value", ""))
            self.select = told["name"] if tag == "select" else ""
        elif tag == "option" and self.open is not None and self.select and told.get("value"):
            self.open[self.select] = self.open[self.select] or told["value"]
        if told.get("hx-post"):
            self.forms.append((told["hx-post"], self.open or {}))

    def handle_endtag(self, tag: str) -> None:
        """The form ends."""
        if tag == "form":
            self.open = None


@cache
def page_at(path: str) -> ResolverMatch | None:
    """What answers at a path: every page leads to the same hundred, and to look costs a tenth of all this."""
    try:
        return resolve(path)
    except Resolver404:
        return None


def place(address: str) -> str:
    """The name of the page at an address; "" for none of ours."""
    found = page_at(urlsplit(address).path)
    return found.view_name if found else ""


def shape(address: str) -> str:
    """The name of a page and, of a file, its form."""
    found = page_at(urlsplit(address).path)
    parts = found.kwargs if found else {}
    return place(address) + "".join(f".{parts[one]}" for one in ("form", "kind", "suffix") if parts.get(one) in FILES)


def gathered(browser: Client, forms: dict[str, tuple[str, str, dict[str, str]]], email: str, pages: dict,
             files: dict) -> None:  # fmt: skip
    """The forms of every kind of page someone can reach, one page of each kind, and that page with its filters."""
    ahead, seen = list(STARTS), set()
    while ahead:
        address = ahead.pop(0)
        name = place(address)
        if not name or name in LEFT_ALONE or shape(address) in seen:
            continue
        seen.add(shape(address))
        answer = browser.get(address, follow=True)
        pages.setdefault(name, (address, email, set()))
        if answer.get("Content-Disposition") or not answer["Content-Type"].startswith("text/html"):
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            wrong = faults(answer["Content-Type"], answer.get("Content-Disposition", ""), content)
            files[shape(address)] = [answer["Content-Type"], MARK.encode() in content, [*wrong][:3]]
            continue
        page = Forms()
        page.feed(answer.content.decode())
        pages[name][2].update(page.filters)
        here = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        ahead += [urljoin(here, link) for link in page.links if urlsplit(link).netloc in {"", "localhost"}]
        for action, fields in page.forms:
            target = urljoin(here, action) if action else here
            if (to := place(target)) and to not in LEFT_ALONE:
                forms.setdefault(to, (target, email, dict(fields)))


def spoiled(fields: dict[str, str], luck: random.Random) -> dict[str, object]:
    """Some fields as they stood, some hostile, some left out, some doubled, some a file."""
    made: dict[str, object] = {}
    for name, value in fields.items():
        turn = luck.random()
        if name == "csrfmiddlewaretoken" or turn < 0.08:
            continue
        if turn < 0.35:
            made[name] = value
        elif turn < 0.9:
            made[name] = luck.choice(HOSTILE)
        elif turn < 0.95:
            made[name] = [value, luck.choice(HOSTILE)]
        else:
            made[name] = SimpleUploadedFile("x.pdf", b"%PDF-1.7 \x00 not one")
    return made


def main() -> None:
    """Gather, spoil, send, and tell."""
    luck, forms, pages, troubles = random.Random(7), {}, {}, []
    files: dict[str, list[object]] = {}
    spoil()
    browsers = {email: signed_in(email) for email in PEOPLE}
    for email, browser in browsers.items():
        gathered(browser, forms, email, pages, files)
    for address, email, names in pages.values():
        asked = {name: luck.choice(HOSTILE) for name in sorted({*COMMON, *names})}
        if browsers[email].get(urlsplit(address).path, asked).status_code >= 500:
            troubles.append(["GET", address, email, repr(asked)[:800]])
    for address, email, fields in forms.values():
        typed = spoiled(fields, luck)
        headers = {"HX-Request": "true"} if luck.random() < HTMX else {}
        browser = signed_in(email) if place(address) in ENDING else browsers[email]
        if browser.post(address, typed, headers=headers).status_code >= 500:
            troubles.append(["POST", address, email, repr(typed)[:800]])
    json.dump({"forms": sorted(forms), "pages": sorted(pages), "troubles": troubles, "files": files}, sys.stdout)


def signed_in(email: str) -> Client:
    """A browser of somebody, which answers 500 rather than raise."""
    browser = Client(SERVER_NAME="localhost", raise_request_exception=False)
    browser.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


main()
