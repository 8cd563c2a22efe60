"""Reads of notices: one's own, and what is to be mailed now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.jobs.claiming import ABANDONED
from trousseau.notices import kinds
from trousseau.notices.models import KindWish, Letter, Notice, Pace, Wishes
from trousseau.notices.timing import Clock

_Said = dict[tuple[int, str], Pace]
TOO_OLD = dt.timedelta(days=14)
"""What was told so long ago is not mailed any more: a mail server named today does not send last year's news."""


def of(user: User) -> QuerySet[Notice]:
    """All that someone was told, the newest first."""
    return Notice.objects.filter(user=user)


def unread(user: User) -> int:
    """How much of it they have not read."""
    return once(("unread notices", user.pk), lambda: of(user).filter(read_at=None).count())


@dataclass(frozen=True)
class Bell:
    """The bell in the top bar: asked only where a page shows it."""

    user: User

    @property
    def unread(self) -> int:
        """The number beside it."""
        return unread(self.user)


def wishes_of(user: User) -> Wishes:
    """How someone wants to be told; the defaults where they said nothing."""
    return Wishes.objects.filter(user=user).first() or Wishes(user=user)


def paces_of(user: User) -> dict[str, Pace]:
    """How soon someone wants mail of each kind."""
    said = dict(KindWish.objects.filter(user=user).values_list("kind", "pace"))
    return {kind.name: Pace(said.get(kind.name, kind.pace)) for kind in kinds.told_to(user)}


@dataclass(frozen=True)
class Mail:
    """A letter that may go now."""

    user: User
    pace: Pace
    slot: str
    notices: tuple[Notice, ...]
    """The oldest first."""


def mails(now: dt.datetime) -> list[Mail]:
    """The letters that may go now. Four queries, whatever the number of people.

    Read notices need no letter. Letters that a killed worker left come again, as they were.
    """
    if not settings.EMAIL_CONFIGURED:
        return []
    abandoned = Q(letter__sent_at=None, letter__claimed_at__lt=now - ABANDONED)
    waiting = Notice.objects.filter(
        Q(letter=None) | abandoned, read_at=None, at__gt=now - TOO_OLD, user__is_active=True
    )
    rows = list(waiting.select_related("user", "letter").order_by("at", "id"))
    if not rows:
        return []
    people = {row.user_id for row in rows}
    wishes = {one.user_id: one for one in Wishes.objects.filter(user__in=people)}
    said = {(one.user_id, one.kind): Pace(one.pace) for one in KindWish.objects.filter(user__in=people)}
    by_person: dict[int, list[Notice]] = defaultdict(list)
    for row in rows:
        by_person[row.user_id].append(row)
    found: list[Mail] = []
    for person, theirs in by_person.items():
        wished = wishes.get(person) or Wishes(user=theirs[0].user)
        if wished.by_mail:
            found += _mails(theirs, Clock.of(wished), said, now)
    return found


def _mails(rows: Iterable[Notice], clock: Clock, said: _Said, now: dt.datetime) -> Iterator[Mail]:
    """The letters of one person."""
    left: dict[Letter, list[Notice]] = defaultdict(list)
    waiting: dict[Pace, list[Notice]] = defaultdict(list)
    for row in rows:
        if row.letter is not None:
            left[row.letter].append(row)
            continue
        kind = kinds.find(row.kind)
        if kind is not None:
            waiting[said.get((row.user_id, row.kind), Pace(kind.pace))].append(row)
    for letter, those in left.items():
        yield Mail(those[0].user, Pace(letter.pace), letter.slot, tuple(those))
    at_once = waiting[Pace.IMMEDIATE]
    if at_once and not clock.quiet(now):
        yield Mail(at_once[0].user, Pace.IMMEDIATE, str(at_once[0].pk), tuple(at_once))
    for pace in (Pace.DAILY, Pace.WEEKLY):
        moment = clock.moment(pace, now)
        gathered = tuple(row for row in waiting[pace] if row.at <= moment)
        if gathered:
            yield Mail(gathered[0].user, pace, moment.isoformat(), gathered)
