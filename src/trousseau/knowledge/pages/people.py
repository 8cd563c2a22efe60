"""The People tab: the finding, the filters, a row a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.accounts.models import Account
from trousseau.accounts.pages import head
from trousseau.accounts.rows import language
from trousseau.figures.language import Language
from trousseau.knowledge import access
from trousseau.knowledge.actions.people import Outcome
from trousseau.knowledge.fading import LIMITS
from trousseau.knowledge.forms import ContactForm, initial
from trousseau.knowledge.models import BuyingRole, Contact, Stance
from trousseau.knowledge.queries import people
from trousseau.knowledge.queries.people import NONE, Ask, Coverage

Context = dict[str, Any]
STATES = {
    Stance.PROMOTER: "good", Stance.FAVOURABLE: "good", Stance.NEUTRAL: "none", Stance.RESERVED: "watch",
    Stance.OPPOSED: "bad",
}  # fmt: skip
SILENT = 30
"""Days without a touch past which the number is marked."""


@dataclass(frozen=True)
class Row:
    """A person as the list shows them."""

    contact: Contact
    role: str
    stance: str
    state: str
    """The mark of the stance; empty: unknown."""
    days: int | None
    """Since the last touch."""
    silent: bool
    age: str
    """fresh, ageing or old: how long ago it was told."""
    told: str
    """Source, day, author."""
    bosses: tuple[tuple[str, str, bool], ...] = ()
    """Name, address, dotted."""
    may_touch: bool = False
    editing: bool = False

    @property
    def uncovered(self) -> bool:
        """Whether nobody of ours looks after them."""
        return self.contact.owner_id is None and self.contact.left_on is None


def tab(request: HttpRequest, account: Account, *, form: ContactForm | None = None, edited: str = "") -> Context:
    """The tab; `form` is one that could not be saved, of the person `edited` (“new”: one being added)."""
    user = person(request)
    ask = Ask.of(request.GET.dict())
    known = people.everyone(user, account)
    found = people.matching(known, ask)
    edited = edited or request.GET.get("edit", "")
    may_edit = access.may_edit(user, account)
    writable = {one.pk for one in people.telling(user, account)} if known or may_edit else set()
    wanted = next((one for one in known if one.public_id == edited and one.account_id in writable), None)
    if form is None and wanted is not None:
        form = ContactForm(user, wanted.account, initial=initial(wanted))
    adding = edited == "new" and bool(writable)
    if form is None and adding:
        form = ContactForm(user, account, initial=fresh(user, account))
    rows = [row(one, user, writable, editing=one.public_id == edited and form is not None) for one in found]
    query = request.GET.copy()
    query.pop("edit", None)
    return head(request, account, "people") | {
        "ask": ask,
        "finding": finding(people.coverage(known), language()),
        "there": [one for one in rows if one.contact.left_on is None],
        "left": [one for one in rows if one.contact.left_on is not None],
        "known": len(known),
        "choices": people.offered(known),
        "roles": BuyingRole.choices,
        "stances": Stance.choices,
        "none": NONE,
        "form": form,
        "adding": adding and form is not None,
        "may_edit": bool(writable),
        "several": len({one.account_id for one in known}) > 1,
        "query": query.urlencode(),
        "map_url": url("knowledge:map", account.public_id),
        "writable": writable,
    }


def fresh(user: User, account: Account) -> Context:
    """What the form of somebody new begins with."""
    return {"account": account.pk, "said_on": timezone.localdate(), "owner": user.pk}


def row(one: Contact, user: User, writable: set[int], *, editing: bool = False) -> Row:
    """One person."""
    today = timezone.localdate()
    days = (today - one.last_touch).days if one.last_touch else None
    return Row(
        one,
        str(BuyingRole(one.buying_role).label),
        str(Stance(one.stance).label),
        STATES.get(Stance(one.stance), ""),
        days,
        days is not None and days > SILENT,
        age(one.said_on, today),
        told(one.source, one.said_on, str(one.author or "")),
        tuple(
            (line.boss.name, reverse("knowledge:contact", args=[line.boss.public_id]), line.dotted)
            for line in one.bosses.all()
            if line.boss.merged_into_id is None
        ),
        one.account_id in writable or one.owner_id == user.pk,
        editing,
    )


def age(said_on: dt.date, today: dt.date, kind: str = "contact") -> str:
    """How long ago something was told, against how long such things stay true."""
    passed = (today - said_on).days / LIMITS[kind]
    return "fresh" if passed <= 0.5 else "ageing" if passed <= 1 else "old"


def told(source: str, said_on: dt.date, author: str) -> str:
    """Where, when and by whom, in one line."""
    return " · ".join(part for part in (source, language().date(said_on), author) if part)


def finding(found: Coverage, said: Language) -> str:
    """The headline: how many are covered, how many who decide, and whom nobody looks after."""
    if not found.people:
        return _("Nobody is known here yet.")
    figures = {
        "covered": said.number(found.covered),
        "people": said.number(found.people),
        "deciders": said.number(found.deciders),
        "deciders_covered": said.number(found.deciders_covered),
    }
    begin = ngettext(
        "%(covered)s of %(people)s people covered", "%(covered)s of %(people)s people covered", found.covered
    )
    begin %= figures
    if found.deciders:
        decide = ngettext(
            "%(deciders_covered)s of %(deciders)s who decide",
            "%(deciders_covered)s of %(deciders)s who decide",
            found.deciders_covered,
        )
        decide %= figures
        begin = _("%(people)s, %(deciders)s") % {"people": begin, "deciders": decide}
    else:
        begin = _("%(people)s; nobody known to decide") % {"people": begin}
    if not found.uncovered:
        return f"{begin}."
    others = len(found.uncovered) - 1
    if not others:
        alone = _("nobody looks after %(name)s.") % {"name": found.uncovered[0]}
    else:
        alone = ngettext(
            "nobody looks after %(name)s and %(n)s other.", "nobody looks after %(name)s and %(n)s others.", others
        ) % {"name": found.uncovered[0], "n": said.number(others)}
    return _("%(covered)s; %(alone)s") % {"covered": begin, "alone": alone}


def said_meanwhile(outcome: Outcome) -> str:
    """What the second of two people is told when what both wrote could be kept."""
    fields = ", ".join(label(field) for field in outcome.merged)
    who = outcome.by or _("someone")
    return _("%(who)s changed this meanwhile (%(fields)s); both changes are kept.") % {"who": who, "fields": fields}


def add_conflicts(form: ContactForm, outcome: Outcome) -> None:
    """Write beside each field that both changed what the other wrote; saving again then means it."""
    who = outcome.by or _("Someone")
    for one in outcome.conflicts:
        theirs = shown(one.field, one.theirs) or _("nothing")
        text = _("%(who)s wrote “%(theirs)s” meanwhile. Save again to put yours in its place.")
        form.add_error(one.field, text % {"who": who, "theirs": theirs})
    form.data = {**form.data, "seen": str(outcome.contact.revision)}


def label(field: str) -> str:
    """What a field is called in a sentence."""
    if field == "left_on":
        return _("day they left")
    return str(ContactForm.base_fields[field].label).lower()


def shown(field: str, value: object) -> str:
    """A value of a field in words."""
    if field == "buying_role":
        return str(BuyingRole(str(value)).label)
    if field == "stance":
        return str(Stance(str(value)).label)
    if isinstance(value, dt.date):
        return language().date(value)
    return "" if value is None else str(value)


def url(name: str, *arguments: str) -> str:
    """The address of a page another part of the room may have; empty where it does not."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
