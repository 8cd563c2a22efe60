"""Ask for every address of the house as a client of the demo, with the names of things that are not theirs.

Run on a copy of the demo's data folder (TROUSSEAU_HOME); prints as JSON what answered otherwise than “not there”, what
the pages they can reach told of others and of our own notes, and where “not yours” differs from “not there”.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, product

import django

django.setup()

from django.conf import settings  # noqa: E402 - after the setup
from django.core import mail  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse  # noqa: E402

from portal import strangers  # noqa: E402
from portal.crawling import LEAVING, told, walk  # noqa: E402
from trousseau.access.models import Organisation, User  # noqa: E402
from trousseau.accounts.models import Account, Group  # noqa: E402
from trousseau.portal.items import KINDS  # noqa: E402
from trousseau.portal.letters import send_entry  # noqa: E402
from trousseau.portal.models import Member, Space  # noqa: E402

OPEN_TO_ALL = {"public", "signed_in", "client_space"}
HARMLESS = {"public": {200, 302, 410}, "signed_in": {302}}
"""A form that is open to all, a link that is used up; one that asks to confirm who they are before it looks."""
NOTHING = "zzzzzzzzzzzz"
WORDS = {
    "kind": [*KINDS, "proposal", "quarter", "rating", "survey"],
    "verb": ["accept", "decline", "day", "merge", "withdraw"],
}
OURS = re.compile(r"\b(margins?|marges?|tiers?|scores?|corridors?|sc[eé]narios?|attrition|notation)\b", re.IGNORECASE)
COUNTABLE = re.compile(r'(?:href|action|hx-get|hx-post|data-[a-z-]+|value)="([^"]*/\d{1,9}(?:/[^"]*)?)"')
OPAQUE = re.compile(r"[0-9A-Za-z_-]{12}")
DRAWN = re.compile(r'(nonce="|csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')


def patterns(found: Iterable[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address."""
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", one


def addresses(name: str, pattern: URLPattern, mine: Space, foreign: Space, ids: dict[str, list[str]]) -> Iterator[str]:
    """The addresses of a pattern with what is not theirs in it.

    Where their rule lets them come in, the last name is each thing of others or of ours, in their own space; in the
    space of another, what is shown there. Elsewhere the rule refuses before it looks: their own account is tried.
    """
    parts = list(pattern.pattern.converters)
    if not parts:
        yield from [] if rule_of(pattern) in OPEN_TO_ALL else named(name, {})
        return
    every = sorted({one for few in ids.values() for one in few} - {mine.public_id})
    of_kinds = {name: ids[kind.model._meta.label] for name, kind in KINDS.items()}
    theirs = sorted({one for few in of_kinds.values() for one in few})
    said_of = [*ids["portal.Ask"], *ids["portal.Proposal"], *ids["portal.Rating"], *ids["portal.Survey"],
               *ids["portal.Cosigning"]]  # fmt: skip
    of_words = dict.fromkeys(chain(*WORDS.values()), said_of) | of_kinds
    if rule_of(pattern) != "client_space":
        numbers = any(type(one).__name__ == "IntConverter" for one in pattern.pattern.converters.values())
        some = every if rule_of(pattern) == "signed_in" else theirs if rule_of(pattern) == "public" else []
        filled = [dict.fromkeys(parts, one) for one in [*some, mine.account.public_id, *([1, 2] if numbers else [])]]
    else:
        things_of = [part for part in parts[1:] if part not in WORDS]
        said = [part for part in parts if part in WORDS]
        filled = [
            {parts[0]: space} | dict.fromkeys(things_of, one) | dict(zip(said, words, strict=True))
            for words in product(*(WORDS[part] for part in said))
            for space, things in (
                (foreign.public_id, of_words[words[0]] if words else theirs),
                (mine.public_id, of_words[words[0]] if words else every if things_of else []),
                *((one, [NOTHING]) for one in ids["accounts.Account"] + ids["plans.Plan"]),
            )
            for one in (things if things_of else things[:1])
        ]
    for values in filled:
        yield from named(name, values)


def named(name: str, values: dict[str, object]) -> list[str]:
    """The address under a name; none where it takes names of another shape."""
    try:
        return [reverse(name, kwargs=values)]
    except NoReverseMatch:
        return []


def rule_of(pattern: URLPattern) -> str:
    """The rule that the view declares."""
    return getattr(pattern.callback, "access_rule", "")


def compared(browser: Client, address: str, ask: str) -> tuple[int, int, str]:
    """What an address answers, the statements it took, and its text without names and what is drawn anew."""
    reset_queries()
    with CaptureQueriesContext(connection) as taken:
        answer = getattr(browser, ask)(address)
    text = DRAWN.sub(r"\1", told(answer)) if answer.status_code == 404 else ""
    return answer.status_code, len(taken), OPAQUE.sub("·", text)


def leaks(pages: dict[str, str], mine: Account) -> list[list[str]]:
    """Texts of others and of ours that are told, and our own words."""
    lines = "\n".join({line.strip() for text in pages.values() for line in text.splitlines()}).lower()
    lines = lines.replace(Organisation.current().name.lower(), "·")
    others = Account.objects.exclude(pk=mine.pk).exclude(group=mine.group).values_list("name", flat=True)
    groups = Group.objects.exclude(pk=mine.group_id).values_list("name", flat=True)
    found = {(one, "another client") for one in {*others, *groups} if len(one) > 5 and one.lower() in lines}
    found |= {(one, why) for one, why in strangers.unshared(mine) if one.lower() in lines}
    for one in strangers.told_texts(mine):
        lines = lines.replace(one.lower(), "·")
    found |= {(one, why) for one, why in strangers.kept_texts(mine) if one.lower() in lines}
    found |= {(said, "a word of ours") for said in OURS.findall(re.sub(r"<[^>]*>", " ", lines))}
    return sorted([*one] for one in found)


def letters(email: str) -> str:
    """What is written to them."""
    settings.EMAIL_CONFIGURED = True
    send_entry(None, email=email, base="http://localhost")
    return "\n".join(f"{one.subject}\n{one.body}" for one in mail.outbox)


def main(email: str) -> None:
    """Ask, and print what was found."""
    setup_test_environment(debug=False)
    somebody = User.objects.get(email=email)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    mine = Member.objects.select_related("space__account").get(user=somebody, ended_at=None).space
    foreign = Space.objects.exclude(pk=mine.pk).get()
    ids = strangers.names(mine.account)
    strange = "|".join({one for few in ids.values() for one in few} - {mine.public_id})
    found = list(patterns(get_resolver().url_patterns))
    starts = [one for name, at in found if rule_of(at) in OPEN_TO_ALL for one in named(name, {})]
    pages = walk(browser, ["/", *(one for one in starts if not one.startswith(LEAVING))])
    counted = [[one, "can be counted"] for text in pages.values() for one in set(COUNTABLE.findall(text))]
    answered, unequal, asked, there = [], [], 0, {}
    for name, pattern in found:
        rule = rule_of(pattern)
        for address, ask in product(dict.fromkeys(addresses(name, pattern, mine, foreign, ids)), ("get", "post")):
            asked += 1
            status, taken, text = compared(browser, address, ask)
            pages[f"{ask} {address}"] = text
            if status not in {404, 405} and not (rule in HARMLESS and status in HARMLESS[rule]):
                answered.append([ask, address, status])
            elif rule == "client_space" and status == 404:
                gone = re.sub(strange, NOTHING, address)
                there[gone, ask] = there.get((gone, ask)) or compared(browser, gone, ask)
                if (taken, text) != there[gone, ask][1:]:
                    unequal.append([ask, address, taken, there[gone, ask][1]])
    reached = sorted(one for one in pages if one.startswith("/"))
    told_of = leaks(pages | {"letters": letters(email)}, mine.account) + counted
    json.dump(
        {"pages": reached, "asked": asked, "compared": len(there), "answered": answered, "leaks": told_of,
         "unequal": unequal},
        sys.stdout,
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
