"""Meetings: the diary, those of one account, one with its agenda and minutes, the panel of an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import AuditEvent, User
from trousseau.access.rules import may, person
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact
from trousseau.plans import meeting_access
from trousseau.plans.access import may_edit
from trousseau.plans.actions.deciding import SOON
from trousseau.plans.meeting_forms import DecisionForm, MeetingForm, initial
from trousseau.plans.models import AgendaPoint, Decision, Meeting
from trousseau.plans.models.rhythm import Held, Kind, Level
from trousseau.plans.pages import rhythm
from trousseau.plans.pages.invitations import Inviting, inviting
from trousseau.plans.pages.negotiations import of_meeting
from trousseau.plans.pages.reviews import Rests, rests
from trousseau.plans.queries import meetings as queries
from trousseau.plans.queries import times
from trousseau.plans.queries.meetings import Ask, Figures, Open
from trousseau.portfolio import words

WHEN_WORDS = {
    "next": gettext_lazy("to come"), "past": gettext_lazy("past"), "silent": gettext_lazy("past, nothing said"),
    "all": gettext_lazy("all"),
}  # fmt: skip
IN_PANEL = 3


@dataclass(frozen=True)
class Row:
    """A meeting as a list shows it."""

    one: Meeting
    kind: str
    level: str
    state: str
    """good, watch, bad or none: its mark."""
    words: str
    time: str = ""
    """The time whoever reads spent in it."""
    timed: bool = False
    """Whether they may say so."""


def row(one: Meeting, today: dt.date) -> Row:
    """One meeting in words."""
    if one.overdue(today):
        state, said = "bad", _("nothing said yet")
    elif one.state == Held.HELD:
        state, said = "good", str(Held.HELD.label)
    elif one.state == Held.CANCELLED:
        state, said = "none", str(Held.CANCELLED.label)
    else:
        days = (one.on - today).days
        state = "watch" if days <= 7 else "none"
        said = _("today") if days == 0 else ngettext("in {n} day", "in {n} days", days).format(n=days)
    return Row(one, str(Kind(one.kind).label), str(Level(one.level).label), state, said)


def rows(found: Iterable[Meeting]) -> list[Row]:
    """Meetings as a list shows them."""
    today = timezone.localdate()
    return [row(one, today) for one in found]


def with_time(user: User, shown: list[Row]) -> list[Row]:
    """The same with the time someone spent in those whose day has come; one query."""
    if not may(user, "promise"):
        return shown
    today, language = timezone.localdate(), words.language()
    past = [each.one for each in shown if each.one.on <= today and each.one.state != Held.CANCELLED]
    spent = times.mine_in(user, past) if past else {}
    there = {one.pk for one in past}
    return [
        replace(each, time=times.said(spent.get(each.one.pk), language), timed=True) if each.one.pk in there else each
        for each in shown
    ]


@dataclass(frozen=True)
class Diary:
    """All that the page of the diary shows."""

    finding: str
    ask: Ask
    query: str
    months: list[tuple[dt.date, list[Row]]]
    page: Page[Meeting]
    total: int
    whens: tuple[tuple[str, Any], ...]
    kinds: tuple[tuple[str, Any], ...]
    people: list[tuple[int, str]]
    account: Account | None
    anything: bool


def diary(user: User, ask: Ask) -> Diary:
    """What one person sees of the diary."""
    seen = meeting_access.visible(user)
    account = access.visible_to(user).filter(public_id=ask.account).first() if ask.account else None
    page = Paginator(queries.matching(user, ask), queries.PAGE).get_page(ask.page)
    people = seen.exclude(organiser=None).order_by("organiser__name").values_list("organiser", "organiser__name")
    counted = queries.figures(seen.filter(account=account.pk) if account else seen)
    return Diary(
        finding=finding(counted),
        ask=ask,
        query=f"?{ask.query()}" if ask.query() else "",
        months=_months(with_time(user, rows(page.object_list))),
        page=page,
        total=page.paginator.count,
        whens=tuple(WHEN_WORDS.items()),
        kinds=tuple(Kind.choices),
        people=list(people.distinct()),
        account=account,
        anything=bool(page.paginator.count) or ask.filtered or seen.exists(),
    )


def finding(found: Figures) -> str:
    """The sentence of some meetings."""
    if found.coming:
        said = ngettext(
            "{n} meeting within the next 30 days.", "{n} meetings within the next 30 days.", found.coming
        ).format(n=found.coming)
    else:
        said = _("Nothing is planned within the next 30 days.")
    if found.silent:
        said += " " + ngettext(
            "Of {n} past one nobody said what became of it.", "Of {n} past ones nobody said what became of them.",
            found.silent,
        ).format(n=found.silent)  # fmt: skip
    return said


def _months(shown: list[Row]) -> list[tuple[dt.date, list[Row]]]:
    return [(month, list(some)) for month, some in groupby(shown, key=lambda each: each.one.on.replace(day=1))]


def of_account(request: HttpRequest, account: Account) -> dict[str, Any]:
    """The meetings of one account: those to come, those past."""
    user, today = person(request), timezone.localdate()
    found = with_time(user, rows(queries.of_account(user, account)))
    coming = [one for one in found if one.one.state == Held.PLANNED and one.one.on >= today]
    past = [one for one in reversed(found) if one not in coming]
    return {
        "account": account,
        "finding": finding(queries.figures(queries.of_account(user, account))),
        "coming": coming,
        "past": past,
        "may_arrange": meeting_access.may_arrange(user, account),
    }


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The next meetings of an account, and how many were held; None where there is nothing and nothing to add."""
    user = person(request)
    if not may(user, "read_plans"):
        return None
    today = timezone.localdate()
    found = queries.of_account(user, account)
    counted = queries.figures(found)
    coming = rows(found.filter(state=Held.PLANNED, on__gte=today)[:IN_PANEL])
    may_arrange = meeting_access.may_arrange(user, account)
    if not coming and not counted.held and not counted.silent and not may_arrange:
        return None
    return {"account": account, "coming": coming, "figures": counted, "may_arrange": may_arrange,
        "rhythm": rhythm.of_account(user, account)}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """The form of a meeting and what it offers."""

    form: MeetingForm
    account: Account
    meeting: Meeting | None
    kinds: tuple[tuple[str, Any], ...]
    levels: tuple[tuple[str, Any], ...]
    user: User


def entry(user: User, account: Account, meeting: Meeting | None = None, form: MeetingForm | None = None) -> Entry:
    """The form of a new meeting or of one that stands; with what was typed where it was refused."""
    begins = initial(meeting) if meeting else {"kind": Kind.MEETING, "level": Level.WORK, "lasts": 60,
        "organiser": str(user.pk)}  # fmt: skip
    return Entry(
        form=form or MeetingForm(user, account, meeting=meeting, initial=begins),
        account=account,
        meeting=meeting,
        kinds=tuple(Kind.choices),
        levels=tuple(Level.choices),
        user=user,
    )


@dataclass(frozen=True)
class Refused:
    """What was refused and what was typed there."""

    verb: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    form: DecisionForm | None = None


@dataclass(frozen=True)
class One:
    """All that the page of one meeting shows."""

    row: Row
    one: Meeting
    agenda: list[AgendaPoint]
    open: Open
    decisions: list[Decision]
    deciding: DecisionForm | None
    waiting: int
    """How many decisions nothing came of yet."""
    first: int | None
    """The decision the keys of the page act on."""
    due: dt.date
    people: list[User]
    contacts: list[Contact] | None
    """None for who may not know people at clients."""
    has_plan: bool
    may_act: bool
    may_change: bool
    events: list[tuple[AuditEvent, str]]
    refused: Refused
    today: dt.date
    rests: Rests | None
    """What a business review rests on."""
    negotiations: Mapping[str, Any] | None = None
    """Its negotiation sheets; None for who may not read them."""
    inviting: Inviting | None = None


def one_page(user: User, meeting: Meeting, refused: Refused | None = None) -> One:
    """What one person sees of a meeting, with what was refused."""
    today = timezone.localdate()
    changes = meeting_access.may_change(user, meeting)
    prefetch_related_objects([meeting], "people", "contacts")
    decisions = list(meeting.decisions.select_related("owner", "contact", "action__plan", "commitment"))
    waiting = [one for one in decisions if not one.action_id and not one.commitment_id]
    refused = refused or Refused()
    return One(
        row=with_time(user, [row(meeting, today)])[0],
        one=meeting,
        agenda=list(meeting.agenda.select_related("action__owner", "commitment__owner", "decision__meeting")),
        open=queries.open_for(user, meeting) if changes and meeting.state == Held.PLANNED else Open(),
        decisions=decisions,
        deciding=(refused.form or DecisionForm(user, meeting.account)) if changes else None,
        waiting=len(waiting),
        first=waiting[0].pk if waiting else None,
        due=max(meeting.on, today) + SOON,
        people=[one for one in (meeting.organiser, *meeting.people.all()) if one is not None],
        contacts=list(meeting.contacts.all()) if may(user, "read_contacts") else None,
        has_plan=queries.plan_of(user, meeting.account) is not None,
        may_act=may_edit(user, meeting.account),
        may_change=changes,
        events=[(event, str(SENTENCES.get(event.verb, event.verb))) for event in history(meeting)[:50]],
        refused=refused,
        today=today,
        rests=rests(user, meeting),
        inviting=inviting(user, meeting, changes=changes),
        negotiations=of_meeting(user, meeting),
    )


def export(user: User, ask: Ask) -> tuple[str, tuple[str, ...], Iterable[tuple[Any, ...]]]:
    """The diary as a table: its name, heads, rows."""
    heads = (
        _("Day"), _("Hour"), _("Account"), _("Code"), _("What it is about"), _("Kind"), _("Level"), _("Where"),
        _("Organiser"), _("State"),
    )  # fmt: skip
    found = queries.matching(user, ask).iterator(chunk_size=500)
    lines = (
        (
            one.on, one.at.isoformat("minutes") if one.at else None, one.account.name, one.account.code, one.title,
            str(Kind(one.kind).label), str(Level(one.level).label), one.where or None,
            str(one.organiser) if one.organiser else None, str(Held(one.state).label),
        )
        for one in found
    )  # fmt: skip
    return _("meetings"), heads, lines


def day(value: dt.date) -> str:
    """A day in the language in force."""
    return words.language().date(value)
