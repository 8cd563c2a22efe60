"""The page of one person at a client: what is told, whom they report to and weigh on, what changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.accounts import access as accounts
from trousseau.accounts.pages import head
from trousseau.knowledge import access
from trousseau.knowledge.actions.people import may_touch
from trousseau.knowledge.forms import ContactForm, initial
from trousseau.knowledge.models import BuyingRole, Contact, ContactChange, Influence
from trousseau.knowledge.pages import people as pages
from trousseau.knowledge.queries import people

Context = dict[str, Any]


def page(
    request: HttpRequest, contact: Contact, *, form: ContactForm | None = None, problems: dict[str, str] | None = None
) -> Context:
    """Everything of one person; `form` could not be saved, `problems` are those of the lists of lines."""
    user = person(request)
    may_edit = access.may_edit(user, contact.account) and contact.erased_at is None
    if form is None and may_edit and request.GET.get("edit"):
        form = ContactForm(user, contact.account, initial=initial(contact))
    writable = {contact.account_id} if may_edit else set()
    bosses, reports = people.lines_of(contact)
    weighs_on, weighed_by = people.influences_of(contact)
    others = [one for one in people.everyone(user, contact.account) if one.pk != contact.pk] if may_edit else []
    return head(request, contact.account, "people") | {
        "contact": contact,
        "row": pages.row(contact, user, writable),
        "finding": sentence(contact),
        "form": form,
        "problems": problems or {},
        "may_edit": may_edit,
        "may_touch": may_touch(user, contact) and contact.erased_at is None,
        "bosses": bosses,
        "reports": reports,
        "weighs_on": [_influence(one) for one in weighs_on],
        "weighed_by": [_influence(one) for one in weighed_by],
        "others": others,
        "strengths": strengths(),
        "changes": _changes(user, contact),
        "merges": people.merges_into(contact) if may_edit else [],
        "today": timezone.localdate(),
        "map_url": pages.url("knowledge:map", contact.account.public_id),
    }


def strengths() -> list[tuple[int, str]]:
    """How strongly someone weighs on someone, in words."""
    return [(1, _("a little")), (2, _("much")), (3, _("decisively"))]


def sentence(contact: Contact) -> str:
    """The headline: what they decide, where they stand, who looks after them."""
    said = {"name": contact.name}
    if contact.left_on is not None:
        return _("%(name)s has left.") % said
    if contact.owner is None:
        if contact.buying_role == BuyingRole.DECIDES:
            return _("%(name)s decides, and nobody looks after them.") % said
        return _("Nobody looks after %(name)s.") % said
    said |= {"owner": str(contact.owner)}
    if contact.last_touch is None:
        return _("%(owner)s looks after %(name)s; no touch is known.") % said
    said |= {"days": str((timezone.localdate() - contact.last_touch).days)}
    return _("%(owner)s looks after %(name)s; last touch %(days)s days ago.") % said


def _influence(line: Influence) -> tuple[Influence, str, str]:
    """A line with its strength in words and its age."""
    word = dict(strengths())[line.strength]
    if line.supposed:
        word = _("%(strength)s, supposed") % {"strength": word}
    return line, word, pages.age(line.said_on, timezone.localdate(), "influence")


def _changes(user: User, contact: Contact) -> list[tuple[ContactChange, list[tuple[str, str, str]]]]:
    """Each change, field by field: what, before, after; people and accounts by their names."""
    found = people.changes_of(contact)
    keys = {field: {key for one in found for key in one.values.get(field, ())} for field in ("owner", "account")}
    names: dict[str, dict[Any, str]] = {
        "owner": {one.pk: str(one) for one in User.objects.filter(pk__in=keys["owner"] - {None})},
        "account": dict(accounts.visible_to(user).filter(pk__in=keys["account"]).values_list("pk", "name")),
    }
    told = []
    for change in found:
        said = [
            (pages.label(field).capitalize(), _value(field, before, names), _value(field, after, names))
            for field, (before, after) in change.values.items()
            if field != "said_on"
        ]
        told.append((change, said))
    return [(change, said) for change, said in told if said]


def _value(field: str, value: object, names: dict[str, dict[Any, str]]) -> str:
    """A value as a change keeps it, in words."""
    if value in {None, ""}:
        return "–"
    if field in names:
        return names[field].get(value, "–")
    if field in {"last_touch", "left_on"}:
        value = dt.date.fromisoformat(str(value))
    return pages.shown(field, value)
