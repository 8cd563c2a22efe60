"""The week by mail: what waits for someone, what is late with their people, and what has a day, once a week.

It goes at the hour of the weekly mail that each person chose. What it lists is read when the letter is made, in the
language and with the rights of that moment; the notice itself keeps two numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.models import Role, User
from trousseau.accounts import agenda, due
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.notices import kinds
from trousseau.notices.actions import read
from trousseau.notices.models import Notice, Pace, Wishes
from trousseau.notices.telling import tell
from trousseau.notices.timing import Clock
from trousseau.portfolio import words
from trousseau.portfolio.pages.waiting import Item, Waiting, waiting

WEEK = "home.week"
JOB = "week_told"
LATE = dt.timedelta(days=1)
"""A worker that slept through someone's hour still tells them within this time."""
LISTED = 7
"""Decisions that the letter names."""


def register() -> None:
    """Declare the notice and its job; once, at the start."""
    kinds.register(kinds.Kind(WEEK, gettext_lazy("My week"), text=sentence, lines=lines))
    registry.handler(JOB, label=gettext_lazy("Everyone’s week by mail"))(run)
    registry.every(dt.timedelta(minutes=5), JOB, needed=lambda: bool(whom(timezone.now())))


def run(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Tell everyone whose hour it is what their week holds; who has nothing in it is told nothing."""
    return {"told": sum(told(user, key) for user, key in whom(timezone.now()))}


def whom(now: dt.datetime) -> list[tuple[User, str]]:
    """The people whose weekly hour was within the last day and who were not told yet, each with its day. 3 queries."""
    people = User.objects.filter(is_active=True).exclude(assignments=None).exclude(assignments__role=Role.CLIENT)
    wishes = {one.user_id: one for one in Wishes.objects.all()}
    already = set(Notice.objects.filter(kind=WEEK, at__gt=now - 2 * LATE).values_list("user", "key"))
    found = []
    for user in people.distinct():
        wished = wishes.get(user.pk) or Wishes(user=user)
        moment = Clock.of(wished).moment(Pace.WEEKLY, now)
        key = moment.date().isoformat()
        if now - moment < LATE and (user.pk, key) not in already:
            found.append((user, key))
    return found


def told(user: User, key: str) -> bool:
    """Tell one person that their week is there; once."""
    found = waiting(user, due.items(user))
    theirs = sum(len(one.items) for one in found.people)
    urgent = sum(one.due.urgency == "now" for one in found.decisions)
    notice = tell(user, WEEK, key=key, url="/", n=len(found.decisions), now=urgent, theirs=theirs)
    if notice is not None and not (found.decisions or theirs or _week(user)):
        read(user, notice)  # so that it is neither mailed nor counted
        return False
    return notice is not None


def sentence(params: Mapping[str, Any]) -> str:
    """How much waits, and how much of it cannot."""
    language = words.language()
    count, urgent, theirs = (int(params.get(name, 0)) for name in ("n", "now", "theirs"))
    if count:
        text = ngettext("Your week: {n} decision waits for you", "Your week: {n} decisions wait for you", count)
        said = text.format(n=language.number(count))
    else:
        said = _("Your week: nothing waits for a decision")
    if urgent:
        said += ngettext(", {n} cannot wait", ", {n} cannot wait", urgent).format(n=language.number(urgent))
    if theirs:
        said += ngettext("; {n} thing late with your people", "; {n} things late with your people", theirs).format(
            n=language.number(theirs)
        )
    return f"{said}."


def lines(user: User, _params: Mapping[str, Any]) -> Iterator[kinds.Line]:
    """What the letter lists: the heaviest decisions, each of one's people with what is late, the days of the week."""
    found = waiting(user, due.items(user))
    yield from (_decision(item) for item in found.decisions[:LISTED])
    if (more := len(found.decisions) - LISTED) > 0:
        text = ngettext("and {n} more on Home", "and {n} more on Home", more).format(n=more)
        yield kinds.Line(text, reverse("home"))
    yield from _people(found)
    language = words.language()
    for entry in _week(user):
        day = language.date(entry.day) + (f" {entry.at:%H:%M}" if entry.at else "")
        yield kinds.Line(f"{day} – {_of(str(entry.title), entry.account)}", entry.url)


def _decision(item: Item) -> kinds.Line:
    kind = f"{item.due.kind} – " if item.due.kind else ""
    return kinds.Line(kind + _of(str(item.due.title), item.due.account), item.due.url)


def _of(title: str, account: str) -> str:
    return f"{title} ({account})" if account and account not in title else title


def _people(found: Waiting) -> Iterable[kinds.Line]:
    for person in found.people:
        text = ngettext("{name}: {n} thing late", "{name}: {n} things late", len(person.items))
        yield kinds.Line(text.format(name=person.name, n=len(person.items)), reverse("home"))


def _week(user: User) -> list[agenda.Entry]:
    today = timezone.localdate()
    return [one for one in agenda.entries(user, today, today + dt.timedelta(days=6)) if not one.done]
