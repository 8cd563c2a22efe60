"""The board and the list of requests, and how long answers take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.figures.export import Cell
from trousseau.portfolio import words
from trousseau.portfolio.tables import Table
from trousseau.support.models import AnswerPromise, Request, Stage, State, Urgency
from trousseau.support.pages import words as spoken
from trousseau.support.queries import requests
from trousseau.support.queries.candidates import people_to_ask
from trousseau.support.queries.requests import DONE_SHOWN, Ask
from trousseau.support.queries.statistics import AnswerTimes, answer_times, waiting_past_promise

MOST_CARDS = 30
"""Requests a column of the board shows."""
MOST_ROWS = 200


@dataclass(frozen=True)
class Card:
    """One request as the board and the list show it."""

    request: Request
    url: str
    state: str
    """good, watch, bad or none: how it is drawn."""
    word: str
    people: str
    """Whose it is, or who is asked."""
    when: str
    take: bool
    """Whether the reader can take it here."""
    finish: bool
    answered: str


@dataclass(frozen=True)
class Column:
    """One column of the board."""

    name: str
    title: str
    note: str
    cards: tuple[Card, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class RequestsPage:
    """All that the page shows."""

    finding: str
    lead: str
    ask: Ask
    columns: tuple[Column, ...]
    rows: tuple[Card, ...]
    count: int
    states: tuple[tuple[str, str], ...]
    urgencies: tuple[tuple[str, str], ...]
    people: tuple[User, ...]
    times: tuple[AnswerTimes, ...]
    query: str
    other_view: str
    may_set: bool
    account: Account | None


def state_names() -> tuple[tuple[str, str], ...]:
    """What the filter by state offers."""
    return (
        ("to-take", _("to take")),
        ("climbed", _("climbed to a head or director")),
        ("in-progress", _("in progress")),
        ("late", _("late")),
        ("done", _("done")),
        ("withdrawn", _("withdrawn")),
    )


def page(user: User, ask: Ask, query: str, other_view: str) -> RequestsPage:
    """The requests someone sees, under what is asked."""
    found = list(requests.matching(user, ask)[: MOST_ROWS + 1])
    cards = tuple(card(user, one) for one in found[:MOST_ROWS])
    seen = requests.visible_to(user)
    promise = AnswerPromise.current()
    times = answer_times(seen, {one: promise.hours(one) for one in Urgency.values})
    account = found[0].account if ask.account and found else None
    return RequestsPage(
        finding=_finding(found, ask),
        lead=_lead(times, waiting_past_promise(seen)),
        ask=ask,
        columns=_columns(cards) if ask.view == "board" else (),
        rows=cards if ask.view == "list" else (),
        count=len(found),
        states=state_names(),
        urgencies=tuple((one.value, str(one.label)) for one in Urgency),
        people=tuple(people_to_ask(user)),
        times=tuple(times),
        query=query,
        other_view=other_view,
        may_set=may(user, "edit_support"),
        account=account,
    )


def card(user: User, found: Request) -> Card:
    """One request for someone; it was read with its people."""
    said = words.language()
    state, word = mark(found)
    asked = [offer.user for offer in getattr(found, "open_offers", ())]
    people = str(found.owner) if found.owner else said.listed([str(one) for one in asked])
    return Card(
        request=found,
        url=reverse("support:request", args=[found.public_id]),
        state=state,
        word=word,
        people=people or "–",
        when=said.date(timezone.localdate(found.done_at)) if found.done_at else said.date(found.due),
        take=found.state == State.ASKED and user in asked,
        finish=found.state == State.ACCEPTED and found.owner_id == user.pk,
        answered=spoken.hours(found.answer_hours),
    )


def mark(found: Request) -> tuple[str, str]:
    """How a request is drawn, and its word."""
    if found.state == State.DONE:
        return "good", _("done")
    if found.state == State.WITHDRAWN:
        return "none", _("withdrawn")
    if found.late:
        return "bad", _("late")
    if found.state == State.ASKED and found.stage > Stage.EXPERTS:
        return "bad", _("with the directors") if found.stage == Stage.DIRECTOR else _("with a head")
    if found.state == State.ASKED:
        return "watch", _("to take")
    return "none", _("in progress")


def of_account(user: User, account: Account) -> list[Card]:
    """The requests about an account as its tab shows them: what is open, and what was done lately."""
    since = timezone.now() - DONE_SHOWN
    found = requests.of_account(user, account)
    shown = [one for one in found if one.open or (one.done_at and one.done_at >= since)]
    return [card(user, one) for one in sorted(shown, key=lambda one: (not one.open, one.due))]


def table(user: User, ask: Ask) -> Table:
    """The list as a file, whole."""
    headers = (
        _("Request"), _("Account"), _("About"), _("Asked by"), _("Asked on"), _("Urgency"), _("Due"), _("State"),
        _("With"), _("Skills"), _("Answered after, working hours"), _("Promised, working hours"), _("Done on"),
    )  # fmt: skip
    return Table(
        "requests", _("Requests"), headers, _rows(user, requests.matching(user, ask).prefetch_related("skills__skill"))
    )


def _rows(user: User, found: QuerySet[Request]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        made = card(user, one)
        skills = ", ".join(f"{wanted.skill} {wanted.level}" for wanted in one.skills.all())
        done = timezone.localdate(one.done_at) if one.done_at else None
        rows.append(
            (
                one.title, str(one.account), one.about, str(one.asker or ""), timezone.localdate(one.asked_at),
                str(one.get_urgency_display()), one.due, made.word, made.people, skills, one.answer_hours,
                one.promised_hours, done,
            )
        )  # fmt: skip
    return rows


def _columns(cards: Sequence[Card]) -> tuple[Column, ...]:
    since = timezone.now() - DONE_SHOWN
    places: dict[str, list[Card]] = {"to-take": [], "climbed": [], "in-progress": [], "done": []}
    for one in cards:
        found = one.request
        if found.state == State.ASKED:
            places["climbed" if found.stage > Stage.EXPERTS else "to-take"].append(one)
        elif found.state == State.ACCEPTED:
            places["in-progress"].append(one)
        elif found.state == State.DONE and found.done_at and found.done_at >= since:
            places["done"].append(one)
    places["done"].sort(key=lambda one: one.request.done_at or one.request.asked_at, reverse=True)
    titles = {
        "to-take": (_("To take"), _("an expert is asked")),
        "climbed": (_("Climbed"), _("no expert took it")),
        "in-progress": (_("In progress"), _("someone has it")),
        "done": (pgettext("requests", "Done"), _("in the last 30 days")),
    }
    return tuple(Column(name, *titles[name], tuple(found[:MOST_CARDS]), len(found)) for name, found in places.items())


def _finding(found: Sequence[Request], ask: Ask) -> str:
    said = words.language()
    still = [one for one in found if one.open]
    if not found:
        return _("No request matches.") if ask.filtered else _("Nothing has been asked of the experts yet.")
    if not still:
        return _("No request is open.")
    waiting = sum(1 for one in still if one.state == State.ASKED and one.stage == Stage.EXPERTS)
    climbed = sum(1 for one in still if one.state == State.ASKED and one.stage > Stage.EXPERTS)
    late = sum(1 for one in still if one.late)
    parts = [
        ngettext("{n} waits for an expert", "{n} wait for an expert", waiting).format(n=said.number(waiting)),
        ngettext("{n} has climbed", "{n} have climbed", climbed).format(n=said.number(climbed)),
        ngettext("{n} is late", "{n} are late", late).format(n=said.number(late)),
    ]
    told = [part for part, count in zip(parts, (waiting, climbed, late), strict=True) if count]
    first = ngettext("{n} request is open", "{n} requests are open", len(still)).format(n=said.number(len(still)))
    return _("{first}: {rest}.").format(first=first, rest=said.listed(told)) if told else f"{first}."


def _lead(times: Sequence[AnswerTimes], waiting: int) -> str:
    """How long answers take, over all urgencies."""
    said = words.language()
    count, kept = sum(one.count for one in times), sum(one.kept for one in times)
    parts = []
    if count:
        parts.append(
            ngettext(
                "{kept} of {n} answer of twelve months came within its promise.",
                "{kept} of {n} answers of twelve months came within their promise.",
                count,
            ).format(kept=said.number(kept), n=said.number(count))
        )
    if waiting:
        parts.append(
            ngettext(
                "{n} request has waited longer than promised.",
                "{n} requests have waited longer than promised.",
                waiting,
            ).format(n=said.number(waiting))
        )
    return " ".join(parts)
