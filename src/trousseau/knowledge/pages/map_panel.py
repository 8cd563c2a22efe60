"""“Who decides, who influences” on the account page, and the same people in the papers of an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.rules import person
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact
from trousseau.knowledge.pages import relations as words
from trousseau.knowledge.queries.relations import Relations, relations


@dataclass(frozen=True)
class Row:
    """Someone in the table behind the picture."""

    person: Contact
    role: str
    stance: str
    days: int | None
    late: bool
    bosses: str
    weighs_on: str


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The picture with its table; None for who may not read contacts, and where nobody is known."""
    found = relations(person(request), account)
    if not found.people:
        return None
    shown = words.shortlist(found)
    rest = len(found.people) - len(shown)
    return {
        "drawing": SafeString(words.drawing(found, only=shown)),
        "rows": rows(found),
        "warning": words.single(found),
        "rest": ngettext("{n} more person on the map", "{n} more people on the map", rest).format(
            n=words.language().number(rest)
        )
        if rest
        else "",
        "subtitle": words.covered(found),
        "more": _("Open the map"),
        "more_url": reverse("knowledge:map", args=[account.public_id]),
    }


def rows(found: Relations) -> list[Row]:
    """Everyone, who weighs most on the decision first."""
    weight = found.network.weight()
    names = {one.pk: one.name for one in found.people}
    bosses: dict[int, list[str]] = {}
    for line in found.lines:
        bosses.setdefault(line.person, []).append(names[line.boss])
    weighs: dict[int, list[str]] = {}
    for tie in found.influences:
        weighs.setdefault(tie.by, []).append(tied(names[tie.on], tie.strength, supposed=tie.supposed))
    return [
        Row(
            person=one,
            role=str(one.get_buying_role_display()),
            stance=str(one.get_stance_display()),
            days=found.days(one),
            late=found.quiet(one),
            bosses=", ".join(bosses.get(one.pk, ())),
            weighs_on=", ".join(weighs.get(one.pk, ())),
        )
        for one in sorted(found.people, key=lambda one: -weight.get(one.pk, 0.0))
    ]


def tied(name: str, strength: int, *, supposed: bool) -> str:
    """“Paul Renaudin (decisively, supposed)”."""
    said = {1: _("a little"), 2: _("much"), 3: _("decisively")}[strength]
    template = _("{name} ({strength}, supposed)") if supposed else _("{name} ({strength})")
    return template.format(name=name, strength=said)
