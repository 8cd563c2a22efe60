"""The watch notes, one note, the panel of an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.accounts.models import Account
from trousseau.figures.language import Language
from trousseau.figures.prose import prose
from trousseau.method.concerns import Reason
from trousseau.portfolio import words
from trousseau.support.models import WatchNote, WatchReading, WatchRoute
from trousseau.support.queries import watch as queries
from trousseau.support.queries.people import accounts_offered
from trousseau.support.queries.watch import Ask, Figures

IN_PANEL = 4


@dataclass(frozen=True)
class Sent:
    """An account a note was sent to, or may concern, with why in words."""

    account: Account
    why: str


@dataclass(frozen=True)
class Row:
    """A note as a list shows it."""

    note: WatchNote
    url: str
    sent: tuple[Sent, ...]
    host: str


@dataclass(frozen=True)
class WatchPage:
    """All that the page of the notes shows."""

    finding: str
    ask: Ask
    rows: tuple[Row, ...]
    page: Page[WatchNote]
    topics: tuple[tuple[str, int], ...]
    zones: tuple[str, ...]
    anything: bool


@dataclass(frozen=True)
class NotePage:
    """All that the page of one note shows."""

    note: WatchNote
    text: Markup
    host: str
    sent: tuple[Sent, ...]
    proposed: tuple[Sent, ...]
    may_change: bool
    reading: WatchReading | None
    readers: int
    useful: int
    uses: tuple[WatchReading, ...]
    accounts: tuple[str, ...]
    problem: str
    typed: Mapping[str, str]


def page(user: User, ask: Ask) -> WatchPage:
    """What one person sees of the notes."""
    found = Paginator(queries.matching(user, ask), queries.PAGE).get_page(ask.page)
    listed = list(found.object_list)
    sent = queries.routes(user, listed)
    return WatchPage(
        finding=finding(queries.figures(user), words.language()),
        ask=ask,
        rows=tuple(_row(note, sent.get(note.pk, ())) for note in listed),
        page=found,
        topics=tuple(queries.topics(user)),
        zones=tuple(queries.zones(user)),
        anything=bool(listed) or queries.notes(user).exists(),
    )


def one_page(user: User, note: WatchNote, *, problem: str = "", typed: Mapping[str, str] | None = None) -> NotePage:
    """What one person sees of a note."""
    changes = queries.may_change(user, note)
    readings = list(note.readings.select_related("user"))
    return NotePage(
        note=note,
        text=prose(note.text),
        host=host(note.link),
        sent=tuple(Sent(row.account, because(row.because)) for row in queries.routes(user, [note]).get(note.pk, ())),
        proposed=tuple(Sent(one.account, why(one.reasons)) for one in queries.concerned(user, note)) if changes else (),
        may_change=changes,
        reading=next((one for one in readings if one.user_id == user.pk), None),
        readers=len(readings),
        useful=sum(1 for one in readings if one.useful),
        uses=tuple(one for one in readings if one.used_for),
        accounts=tuple(accounts_offered(user)) if changes else (),
        problem=problem,
        typed=typed or {},
    )


def _row(note: WatchNote, sent: Sequence[WatchRoute]) -> Row:
    return Row(
        note,
        reverse("support:watch_note", args=[note.public_id]),
        tuple(Sent(route.account, because(route.because)) for route in sent),
        host(note.link),
    )


def host(link: str) -> str:
    """The host of a link as it is resolved, so that no lookalike letters pass for others."""
    try:
        name = urlsplit(link).hostname or ""
        return name.encode("idna").decode("ascii") if name else ""
    except (ValueError, UnicodeError):
        return ""


def because(kept: Sequence[Sequence[str]]) -> str:
    """Why a note was sent, of what was kept with the route."""
    return why([Reason(rule, met, topic) for rule, met, topic in kept]) if kept else _("chosen by the author")  # type: ignore[arg-type] # a JSON list of what was written as reasons


def why(reasons: Sequence[Reason]) -> str:
    """Reasons in words: “because of their stake “Carbon footprint””."""
    said = {
        "stake": _("because of their stake “{met}”"),
        "industry": _("because of their industry, {met}"),
        "zone": _("because they buy in the zone {met}"),
    }
    texts = dict.fromkeys(said[one.rule].format(met=one.met) for one in reasons)
    return ", ".join(texts)


def finding(found: Figures, language: Language) -> str:
    """The headline of the notes."""
    if not found.notes:
        return _("Nothing was noted from outside in the last 90 days.")
    first = ngettext("{n} note in 90 days", "{n} notes in 90 days", found.notes).format(n=language.number(found.notes))
    to = ngettext("sent to {n} account", "sent to {n} accounts", found.sent).format(n=language.number(found.sent))
    used = ngettext("used {n} time", "used {n} times", found.used).format(n=language.number(found.used))
    useful = ngettext("found useful {n} time", "found useful {n} times", found.useful).format(
        n=language.number(found.useful)
    )
    return _("{notes}, {sent}: {useful}, {used}.").format(notes=first, sent=to, useful=useful, used=used)


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The latest notes sent to an account; None where there is none."""
    user = person(request)
    if not may(user, "read_team"):
        return None
    rows = WatchRoute.objects.filter(account=account).select_related("note").order_by("-note__said_on", "-pk")
    found = list(rows[: IN_PANEL + 1])
    if not found:
        return None
    mine = WatchReading.objects.filter(user=user.pk, note__in=[row.note_id for row in found])
    read = set(mine.values_list("note", flat=True))
    return {
        "rows": [(row.note, because(row.because), row.note_id in read) for row in found[:IN_PANEL]],
        "more": len(found) > IN_PANEL,
        "all": f"{reverse('support:watch')}?account={account.public_id}",
        "today": timezone.localdate(),
    }
