"""Watch notes: written, sent to the accounts they concern, read, found useful, used; each leaves its trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.figures.prose import LONGEST
from trousseau.notices.telling import tell
from trousseau.support.models import WatchNote, WatchReading, WatchRoute
from trousseau.support.queries import watch as queries

ROUTED = "watch.routed"
TOPICS = 12
LONGEST_TOPIC = 80
EARLIEST = 1990
_to_the_web = URLValidator(schemes=("http", "https"))


@dataclass(frozen=True)
class Written:
    """What a note says."""

    title: str
    said_on: dt.date
    text: str = ""
    topics: tuple[str, ...] = ()
    industry: str = ""
    zone: str = ""
    source: str = ""
    link: str = ""


def write(user: User, said: Written) -> WatchNote:
    """Write a note; it goes to no account before its author has confirmed which."""
    with transaction.atomic():
        if not may(user, "read_team"):
            raise PermissionDenied
        made = WatchNote(author=user)
        _fill(made, said)
        made.save()
        audit.record(user, "watch.written", made, after={"topics": made.topics, "zone": made.zone})
    return made


def change(user: User, note: WatchNote, said: Written, *, revision: int) -> WatchNote:
    """Correct a note: its author or a director; where it was sent stays."""
    with transaction.atomic():
        found = _own(user, note)
        if found.revision != revision:
            raise ValidationError(
                {NON_FIELD_ERRORS: _("Someone changed this note meanwhile. What you typed is still here: save again.")}
            )
        before = {"title": found.title, "topics": found.topics, "link": found.link}
        _fill(found, said)
        found.revision += 1
        found.save()
        after = {"title": found.title, "topics": found.topics, "link": found.link, "revision": found.revision}
        audit.record(user, "watch.changed", found, before=before, after=after)
    return found


def send(user: User, note: WatchNote, accounts: Iterable[Account]) -> int:
    """Send a note to accounts its author chose, with why where there is a reason; gives how many are new.

    The managers and the teams of the accounts are told.
    """
    with transaction.atomic():
        found = _own(user, note)
        wanted = {one.pk for one in accounts}
        if not wanted:
            raise ValidationError({"other": _("Choose at least one account.")})
        seen = list(access.visible_to(user).filter(pk__in=wanted).select_related("manager"))
        if len(seen) != len(wanted):
            raise PermissionDenied
        why = queries.reasons_for(found, seen)
        new = 0
        for account in seen:
            _route, made = WatchRoute.objects.get_or_create(
                note=found, account=account, defaults={"because": why.get(account.pk, []), "by": user}
            )
            if made:
                new += 1
                _tell(user, found, account)
        if new:
            names = [account.name for account in seen]
            audit.record(user, "watch.sent", found, after={"accounts": names})
    return new


def take_back(user: User, note: WatchNote, account: Account) -> None:
    """Take a note back from an account to which it was sent."""
    with transaction.atomic():
        found = _own(user, note)
        gone, _each = WatchRoute.objects.filter(
            note=found, account=account, account__in=access.visible_to(user)
        ).delete()
        if gone:
            audit.record(user, "watch.taken_back", found, before={"accounts": [account.name]})


def drop(user: User, note: WatchNote) -> None:
    """Delete a note: its author or a director; the trail keeps that it was."""
    with transaction.atomic():
        found = _own(user, note)
        audit.record(user, "watch.dropped", found, before={"title": found.title, "link": found.link})
        found.delete()


def mark_read(user: User, note: WatchNote) -> WatchReading:
    """Say that one has read a note."""
    return _reading(user, note)


def mark_useful(user: User, note: WatchNote, *, useful: bool) -> WatchReading:
    """Say that a note was useful, or that it was not."""
    reading = _reading(user, note)
    reading.useful = useful
    reading.save(update_fields=["useful"])
    return reading


def mark_used(user: User, note: WatchNote, used_for: str) -> WatchReading:
    """Say for what one has used a note; nothing takes it back."""
    used_for = " ".join(used_for.replace("\x00", " ").split())
    if len(used_for) > 300:
        raise ValidationError({"used_for": _("Say it in at most 300 signs.")})
    with transaction.atomic():
        reading = _reading(user, note)
        reading.used_for, reading.used_at = used_for, timezone.now() if used_for else None
        reading.useful = reading.useful or bool(used_for)
        reading.save()
        audit.record(user, "watch.used" if used_for else "watch.not_used", note, after={"for": used_for})
    return reading


def _reading(user: User, note: WatchNote) -> WatchReading:
    if not may(user, "read_team"):
        raise PermissionDenied
    return WatchReading.objects.get_or_create(note=note, user=user)[0]


def _own(user: User, note: WatchNote) -> WatchNote:
    """A note as it is now, locked, for its author or a director."""
    found = WatchNote.objects.select_for_update().filter(pk=note.pk).first()
    if found is None or not queries.may_change(user, found):
        raise PermissionDenied
    return found


def _fill(note: WatchNote, said: Written) -> None:
    """Put what was said on a note, checked."""
    note.title = _line("title", said.title, 200, _("Give the note a title."))
    note.text = said.text.replace("\x00", "").strip()
    if len(note.text) > LONGEST:
        raise ValidationError({"text": _("A note has at most %(most)d signs.") % {"most": LONGEST}})
    topics = [_line("topics", topic, LONGEST_TOPIC) for topic in said.topics]
    note.topics = [topic for topic in topics if topic]
    if len(note.topics) > TOPICS:
        raise ValidationError({"topics": _("Name at most %(most)d topics.") % {"most": TOPICS}})
    note.industry, note.zone = _line("industry", said.industry, 120), _line("zone", said.zone, 120)
    note.source = _line("source", said.source, 200)
    note.link = _link(said.link)
    if said.said_on > timezone.localdate() or said.said_on.year < EARLIEST:
        raise ValidationError({"said_on": _("The day of the source lies between 1990 and today.")})
    note.said_on = said.said_on
    note.search_text = note.searchable()


def _line(field: str, text: str, longest: int, missing: str = "") -> str:
    """A text on one line, not empty where `missing` says so, and not too long."""
    text = " ".join(text.replace("\x00", " ").split())
    if missing and not text:
        raise ValidationError({field: missing})
    if len(text) > longest:
        raise ValidationError(
            {field: _("This has %(n)d signs; at most %(most)d are kept.") % {"n": len(text), "most": longest}}
        )
    return text


def _link(text: str) -> str:
    """The address of a page on the web, or nothing."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > 1000:
        raise ValidationError({"link": _("This address is too long: at most 1,000 signs.")})
    try:
        _to_the_web(text)
    except ValidationError:
        raise ValidationError({"link": _("Not an address on the web: write it from https:// on.")}) from None
    return text


def _tell(user: User, note: WatchNote, account: Account) -> None:
    """Tell who leads an account and its team, but who sent the note."""
    people = {account.manager.pk: account.manager} if account.manager else {}
    people |= {member.user.pk: member.user for member in account.members.select_related("user")}
    for person in people.values():
        if person.pk != user.pk:
            tell(
                person,
                ROUTED,
                key=f"{note.public_id}:{account.public_id}",
                url=reverse("support:watch_note", args=[note.public_id]),
                title=note.title,
                account=account.name,
                by=str(user),
            )
