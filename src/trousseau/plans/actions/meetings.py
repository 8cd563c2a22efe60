"""Arranging a meeting, saying what became of it, its agenda and its minutes; each leaves its trace.

A refusal is a `ValidationError` whose keys are the fields of the form; `__all__` where two changed the same meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact
from trousseau.plans import meeting_access
from trousseau.plans.actions import writing
from trousseau.plans.models import Action, AgendaPoint, Decision, Meeting
from trousseau.plans.models.rhythm import Held, Kind, Level
from trousseau.support.models.commitments import Commitment

LONGEST = 20_000
MINUTES = "meeting.minutes_written"
POINTS = 60
"""More points than this are no agenda."""


@dataclass(frozen=True)
class Arranged:
    """What is said of a meeting when it is arranged."""

    title: str
    on: dt.date
    kind: str = Kind.MEETING
    level: str = Level.WORK
    at: dt.time | None = None
    lasts: int = 60
    where: str = ""
    organiser: User | None = None
    people: tuple[User, ...] = ()
    contacts: tuple[Contact, ...] = ()
    held: bool = False
    """It is over: a touchpoint written down after the day."""


def arrange(user: User, account: Account, said: Arranged, minutes: str = "") -> Meeting:
    """Put a meeting into the diary, or one that was held already, with its minutes."""
    with transaction.atomic():
        if not access.sees(user, account) or not meeting_access.may_arrange(user, account):
            raise PermissionDenied
        made = Meeting(account=account, created_by=user, organiser=said.organiser or user)
        _say(made, said)
        made.minutes = _sound(minutes)
        made.save()
        made.people.add(*_others(made, said))
        made.contacts.add(*said.contacts)
        audit.record(user, "meeting.arranged", made, after=_trail(made))
        if said.held:
            _hold(user, made)
        if made.minutes:
            audit.record(user, MINUTES, made, before={}, after={"characters": len(made.minutes)})
        return made


def change(user: User, meeting: Meeting, said: Arranged, revision: int) -> Meeting:
    """Move a meeting or say anew what it is and who takes part."""
    with transaction.atomic():
        found = held(user, meeting, revision)
        before = _trail(found)
        _say(found, said)
        found.organiser = said.organiser or found.organiser
        _take_part(found, said)
        after = _trail(found)
        changed = [name for name in after if after[name] != before[name]]
        return saved(
            user, found, "meeting.changed", {one: before[one] for one in changed}, {one: after[one] for one in changed}
        )


def hold(user: User, meeting: Meeting, revision: int) -> Meeting:
    """Say that a meeting was held; whoever of theirs took part was met that day."""
    with transaction.atomic():
        return _hold(user, held(user, meeting, revision))


def cancel(user: User, meeting: Meeting, reason: str, revision: int) -> Meeting:
    """Say that a meeting does not take place, and why: it counts as no touchpoint."""
    with transaction.atomic():
        found = held(user, meeting, revision)
        _planned(found)
        found.reason = writing.words("reason", reason, 1000, _("Say why it does not take place."))
        found.state = Held.CANCELLED
        return saved(user, found, "meeting.cancelled", {}, {"reason": found.reason})


def reopen(user: User, meeting: Meeting, revision: int) -> Meeting:
    """Undo that a meeting was held or cancelled."""
    with transaction.atomic():
        found = held(user, meeting, revision)
        before = {"state": found.state}
        found.state, found.reason = Held.PLANNED, ""
        return saved(user, found, "meeting.reopened", before, {})


def write_minutes(user: User, meeting: Meeting, text: str, revision: int) -> Meeting:
    """Write what was said; what somebody else wrote meanwhile is never overwritten."""
    with transaction.atomic():
        found = held(user, meeting, revision)
        text = _sound(text)
        if text == found.minutes:
            return found
        found.minutes = text
        return saved(user, found, MINUTES, {}, {"characters": len(text)})


def add_point(user: User, meeting: Meeting, text: str) -> AgendaPoint:
    """Put a point on the agenda."""
    with transaction.atomic():
        found = held(user, meeting)
        said = writing.words("point", text, 300, _("Say what the point is about."))
        return _points(user, found, [AgendaPoint(meeting=found, text=said)])[0]


def take_open(user: User, meeting: Meeting, open_things: Iterable[Action | Commitment | Decision]) -> int:
    """Put what is open on the account on the agenda; gives how many points."""
    with transaction.atomic():
        found = held(user, meeting)
        points = [_point(found, one) for one in open_things]
        return len(_points(user, found, points)) if points else 0


def drop_point(user: User, meeting: Meeting, key: int) -> None:
    """Take a point off the agenda; nothing where it is gone already."""
    with transaction.atomic():
        found = held(user, meeting)
        point = found.agenda.filter(pk=key).first()
        if point is not None:
            point.delete()
            saved(user, found, "meeting.point_dropped", {"point": point.text}, {})


def held(user: User, meeting: Meeting, revision: int | None = None) -> Meeting:
    """A meeting as it is now, locked, for someone who may change it; `revision`: and has seen it as it is."""
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("account")
    found = locked.filter(pk=meeting.pk, account__in=access.visible_to(user)).first()
    if found is None or not meeting_access.may_change(user, found):
        raise PermissionDenied
    if revision is not None and found.revision != revision:
        event = audit.history(found).first()
        raise ValidationError({NON_FIELD_ERRORS: _(
            "Changed meanwhile — %(who)s: %(what)s. What you typed is kept here: compare, then save again.") % {
            "who": event.actor_label if event else "–",
            "what": audit.SENTENCES.get(event.verb, event.verb) if event else "–"}})  # fmt: skip
    return found


def saved(user: User, found: Meeting, verb: str, before: Mapping[str, object], after: Mapping[str, object]) -> Meeting:
    """Keep a meeting that was changed, with its trace."""
    found.revision += 1
    found.changed_at = timezone.now()
    found.save()
    audit.record(user, verb, found, before=before, after=after)
    return found


def _hold(user: User, found: Meeting) -> Meeting:
    _planned(found)
    if found.on > timezone.localdate():
        raise ValidationError({NON_FIELD_ERRORS: _("That day is still to come.")})
    found.state = Held.HELD
    found.contacts.filter(Q(last_touch=None) | Q(last_touch__lt=found.on)).update(last_touch=found.on)
    return saved(user, found, "meeting.held", {}, {"on": found.on})


def _say(meeting: Meeting, said: Arranged) -> None:
    if said.kind not in Kind.values or said.level not in Level.values:
        raise ValidationError({"kind": _("Choose one of the list.")})
    if not 5 <= said.lasts <= 7 * 24 * 60:
        raise ValidationError({"lasts": _("From 5 minutes to 7 days.")})
    writing.days(said.on, said.on, timezone.localdate(), first="on", last="on")
    if meeting.state == Held.HELD and said.on > timezone.localdate():
        raise ValidationError({"on": _("That day is still to come.")})
    organiser = said.organiser
    if organiser is not None and organiser.pk != meeting.organiser_id and not organiser.is_active:
        raise ValidationError({"organiser": _("%(name)s is no longer here.") % {"name": organiser.name}})
    meeting.title = writing.words("title", said.title, 200, _("Say what the meeting is about."))
    meeting.where = writing.words("where", said.where, 200)
    meeting.kind, meeting.level, meeting.on, meeting.at, meeting.lasts = (
        said.kind, said.level, said.on, said.at, said.lasts,
    )  # fmt: skip
    meeting.search_text = meeting.searchable()


def _take_part(meeting: Meeting, said: Arranged) -> None:
    meeting.people.set(_others(meeting, said))
    meeting.contacts.set(said.contacts)


def _others(meeting: Meeting, said: Arranged) -> list[User]:
    """Who of ours takes part beside the organiser."""
    return [one for one in said.people if one.pk != meeting.organiser_id]


def _sound(minutes: str) -> str:
    """Minutes as they are kept; ValidationError where they are too long."""
    text = minutes.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise ValidationError({"minutes": _("%(count)s characters: at most %(most)s.") % {
            "count": len(text), "most": LONGEST}})  # fmt: skip
    return text


def _planned(meeting: Meeting) -> None:
    if meeting.state != Held.PLANNED:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has said already what became of it.")})


def _point(meeting: Meeting, one: Action | Commitment | Decision) -> AgendaPoint:
    text = str(one)[:300]
    if isinstance(one, Action):
        return AgendaPoint(meeting=meeting, text=text, action=one)
    if isinstance(one, Commitment):
        return AgendaPoint(meeting=meeting, text=text, commitment=one)
    return AgendaPoint(meeting=meeting, text=text, decision=one)


def _points(user: User, meeting: Meeting, points: list[AgendaPoint]) -> list[AgendaPoint]:
    there = meeting.agenda.aggregate(last=Max("position"))["last"]
    if meeting.agenda.count() + len(points) > POINTS:
        raise ValidationError({"point": _("An agenda holds at most %(most)s points.") % {"most": POINTS}})
    for n, point in enumerate(points, 0 if there is None else there + 1):
        point.position = n
    made = AgendaPoint.objects.bulk_create(points)
    saved(user, meeting, "meeting.points_added", {}, {"points": [point.text for point in made]})
    return made


def _trail(meeting: Meeting) -> dict[str, Any]:
    """What the trail keeps: never the name of a person at the client, which may have to be erased."""
    return {
        "title": meeting.title,
        "on": meeting.on,
        "at": meeting.at.isoformat("minutes") if meeting.at else None,
        "kind": meeting.kind,
        "level": meeting.level,
        "lasts": meeting.lasts,
        "where": meeting.where,
        "organiser": str(meeting.organiser) if meeting.organiser else None,
        "people": sorted(str(one) for one in meeting.people.all()),
        "contacts": sorted(one.public_id for one in meeting.contacts.all()),
    }
