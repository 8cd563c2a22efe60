"""Ask for every address of the house as a client of the demo, with the names of things that are not theirs.

Run on a copy of the demo's data folder (TROUSSEAU_HOME); prints as JSON what answered otherwise than “not there”, and
the words of others that any page they can reach told.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.apps import apps  # noqa: E402 - after the setup
from django.test import Client  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver, reverse  # noqa: E402

from portal.crawling import walk  # noqa: E402
from trousseau.access.models import User  # noqa: E402
from trousseau.accounts.models import Account, Group  # noqa: E402
from trousseau.portal.items import KINDS  # noqa: E402
from trousseau.portal.models import Member, Space  # noqa: E402

OPEN_TO_ALL = {"public", "signed_in", "client_space"}
HARMLESS = {200, 302}
FEW = 2


def patterns(found, space=""):
    """Every named address with the names of its parts."""
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield f"{space}{one.name}", one


def names(mine: Account) -> dict[str, list[str]]:
    """Names of things that are not the client's to see: a few of each model, of others and of their own account."""
    shared = {
        str(one)
        for kind in KINDS.values()
        for one in kind.rows(mine).filter(**{kind.flag: True}).values_list("public_id", flat=True)
    }
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        columns = {column.name for column in model._meta.get_fields()}
        if "public_id" in columns:
            rows = [str(one) for one in model._default_manager.values_list("public_id", flat=True)[: 40 * FEW]]
            found[model.__name__] = [one for one in rows if one not in shared][:FEW]
    found["Account"] = [*Account.objects.exclude(pk=mine.pk).values_list("public_id", flat=True)[:FEW], mine.public_id]
    return found


def main(email: str) -> None:
    """Ask, and print what was found."""
    somebody = User.objects.get(email=email)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    space = Member.objects.get(user=somebody, ended_at=None).space
    mine, foreign = space.account, Space.objects.exclude(pk=space.pk).first()
    assert foreign is not None
    pages = walk(browser)
    told = "\n".join(pages.values()).lower()
    strangers = [
        *Account.objects.exclude(pk=mine.pk).exclude(group=mine.group).values_list("name", flat=True),
        *Group.objects.exclude(pk=mine.group_id).values_list("name", flat=True),
    ]
    leaks = [one for one in strangers if len(one) > 5 and one.lower() in told]
    for kind in KINDS.values():
        titles = kind.rows(mine).filter(**{kind.flag: False}).values_list(kind.title, flat=True)
        leaks += [one for one in titles if len(one) > 12 and one.lower() in told]
    answered, asked = [], 0
    ids = names(mine)
    for name, pattern in sorted(patterns(get_resolver().url_patterns), key=lambda pair: pair[0]):
        parts = list(pattern.pattern.converters)
        rule = getattr(pattern.callback, "access_rule", "")
        if not parts and rule in OPEN_TO_ALL:
            continue
        for values in choices(parts, rule in OPEN_TO_ALL, ids, (foreign.public_id, space.public_id)):
            try:
                address = reverse(name, kwargs=dict(zip(parts, values, strict=True)))
            except Exception:  # noqa: BLE001 - a name of another shape than this address takes
                continue
            for ask in (browser.get, browser.post):
                asked += 1
                status = ask(address).status_code
                if status not in {404, 405} and not (rule == "public" and status in {*HARMLESS, 410}):
                    answered.append([ask.__name__, address, status])
    json.dump({"pages": sorted(pages), "asked": asked, "answered": answered, "leaks": leaks}, sys.stdout)


def choices(parts, open_to_clients, ids, spaces):
    """What stands in the parts of an address: everything where the rule lets a client through, else one of each."""
    every = sorted({one for few in ids.values() for one in few} - set(spaces[1:]))
    if not open_to_clients:
        yield [ids["Account"][0]] * len(parts)
    elif len(parts) == 1:
        yield from ([one] for one in every)
    else:
        yield from ([space, *[one] * (len(parts) - 1)] for space in spaces for one in every)


main(sys.argv[1])
