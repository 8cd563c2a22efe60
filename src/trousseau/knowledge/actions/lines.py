"""Who reports to whom, and who weighs on whom: told one line at a time; a loop of bosses is refused by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.knowledge import access
from trousseau.knowledge.models import Contact, Influence, ReportingLine

Key = TypeVar("Key", bound=Hashable)
STRONGEST = 3
NAMED = 12
"""People of a loop named one by one; a longer one is told by its ends."""


def report_to(user: User, person: Contact, boss: Contact, *, dotted: bool = False) -> ReportingLine:
    """Say that someone reports to someone; several bosses are usual, `dotted` is a functional one.

    Raises:
        PermissionDenied: one of them is not theirs to tell of.
        ValidationError: themselves, another client, or a loop, named in words.
    """
    with transaction.atomic():
        _both(user, person, boss)
        check_line(person, boss, lambda: [one.name for one in loop_through(person, boss)])
        line, made = ReportingLine.objects.get_or_create(person=person, boss=boss, defaults={"dotted": dotted})
        if made or line.dotted != dotted:
            line.dotted = dotted
            line.save()
            record(user, "contact.reports", person, after={"boss": boss.audit_label, "dotted": dotted})
    return line


def stop_reporting(user: User, person: Contact, boss: Contact) -> None:
    """Say that someone does not report to someone (any more)."""
    with transaction.atomic():
        _both(user, person, boss)
        gone, _rows = ReportingLine.objects.filter(person=person, boss=boss).delete()
        if gone:
            record(user, "contact.reports_no_more", person, before={"boss": boss.audit_label})


def influences(
    user: User,
    by: Contact,
    on: Contact,
    *,
    strength: int = 2,
    supposed: bool = False,
    source: str = "",
    said_on: dt.date | None = None,
) -> Influence:
    """Say that someone weighs on what someone decides; told again, the strength and source are the new ones.

    Raises:
        PermissionDenied: one of them is not theirs to tell of.
        ValidationError: themselves, another client, or a strength beyond 1 to 3.
    """
    with transaction.atomic():
        _both(user, by, on)
        if by.pk == on.pk:
            raise ValidationError(_("%(name)s cannot influence themselves.") % {"name": by.name}, code="self")
        if not 1 <= strength <= STRONGEST:
            raise ValidationError(_("Strength is 1 (a little), 2 (much) or 3 (decisively)."), code="strength")
        day = said_on or timezone.localdate()
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."), code="future")
        line = Influence.objects.filter(by=by, on=on).first()
        before = None if line is None else {"strength": line.strength, "supposed": line.supposed}
        line = line or Influence(by=by, on=on, revision=0)
        line.strength, line.supposed, line.said_on, line.author = strength, supposed, day, user
        line.source = " ".join(source.split())[:300] or line.source
        line.at, line.revision = timezone.now(), line.revision + 1
        line.save()
        record(
            user, "contact.influences", by,
            before=before, after={"on": on.audit_label, "strength": strength, "supposed": supposed},
        )  # fmt: skip
    return line


def stop_influencing(user: User, by: Contact, on: Contact) -> None:
    """Say that someone does not weigh on someone (any more)."""
    with transaction.atomic():
        _both(user, by, on)
        gone, _rows = Influence.objects.filter(by=by, on=on).delete()
        if gone:
            record(user, "contact.influences_no_more", by, before={"on": on.audit_label})


def check_line(person: Contact, boss: Contact, loop: Callable[[], list[str]]) -> None:
    """ValidationError where a line from someone to a boss cannot be; `loop`: the names of the loop it would close."""
    if person.public_id == boss.public_id:
        raise ValidationError(_("%(name)s cannot report to themselves.") % {"name": person.name}, code="self")
    if names := loop():
        raise ValidationError(_in_words(names), code="loop")


def loop_through(person: Contact, boss: Contact) -> list[Contact]:
    """The loop that a line from someone to a boss would close: from that someone down to the boss; [] without one."""
    lines = ReportingLine.objects.order_by()
    path = climbed(person.pk, boss.pk, lambda level: lines.filter(person__in=level).values_list("person_id", "boss_id"))
    known = Contact.every.in_bulk(path)
    return [known[key] for key in path]


def climbed(person: Key, boss: Key, above: Callable[[list[Key]], Iterable[tuple[Key, Key]]]) -> list[Key]:
    """The way down from someone to a boss who is below them, both ends in it; [] where they are not.

    `above` gives the lines (who, their boss) of a level of people at once.
    """
    lower: dict[Key, Key | None] = {boss: None}
    level = [boss]
    while level and person not in lower:
        fresh = []
        for below, higher in above(level):
            if higher not in lower:
                lower[higher] = below
                fresh.append(higher)
        level = fresh
    path: list[Key] = []
    at = person if person in lower else None
    while at is not None:
        path.append(at)
        at = lower[at]
    return path


def lines_of_client(account: Account) -> QuerySet[ReportingLine]:
    """Every reporting line of an account's client, with who is at its ends."""
    its = Q(person__account=account.pk)
    if account.group_id is not None:
        its = Q(person__account__group=account.group_id)
    return ReportingLine.objects.filter(its).select_related("person", "boss")


def same_client(one: Account, other: Account) -> bool:
    """Whether two accounts are of one client: the same, or of one group."""
    return one.pk == other.pk or (one.group_id is not None and one.group_id == other.group_id)


def _both(user: User, one: Contact, other: Contact) -> None:
    """Refuse people of two clients, and who may not tell of them; holds both against another's hand meanwhile."""
    keys = sorted({one.pk, other.pk})
    held = {
        row.pk: row for row in Contact.objects.select_for_update(of=("self",)).filter(pk__in=keys).select_related(None)
    }
    if len(held) != len(keys) or any(row.erased_at for row in held.values()):
        raise PermissionDenied
    if not access.may_edit(user, one.account):
        raise PermissionDenied
    if not same_client(one.account, other.account):
        said = {"one": one.name, "other": other.name}
        raise ValidationError(_("%(one)s and %(other)s work for two different clients.") % said, code="clients")


def chain(names: Sequence[str]) -> str:
    """A circle in words, back to where it begins: “A → B → A”; of a long one its ends."""
    shown = names if len(names) <= NAMED else [*names[:3], "…", *names[-3:]]
    return " → ".join([*shown, names[0]])


def _in_words(loop: list[str]) -> str:
    """Why a line is refused: `loop` goes from the highest, who should report to the lowest, down to it."""
    said = chain(loop[::-1])
    return _("This closes a loop: %(chain)s. Take one of these lines away first.") % {"chain": said}
