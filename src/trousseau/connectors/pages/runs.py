"""The last runs of a connection, and one run: counts, the first errors, what changed record by record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.access import visible_to
from trousseau.connectors import labels, wording
from trousseau.connectors.models import Connection, Noted, Run
from trousseau.connectors.protocol import Entity
from trousseau.connectors.queries import runs as queries
from trousseau.figures.language import LANGUAGES, Language

AT_ONCE = 50
COLUMNS = ("read", "new", "changed", "gone", "linked", "proposed", "problems")


@dataclass(frozen=True)
class Line:
    """A run as a list shows it."""

    run: Run
    mark: str
    lasted: str
    did: str


@dataclass(frozen=True)
class Change:
    """What happened to one record."""

    record: str
    part: str
    what: str
    moves: Sequence[tuple[str, str, str]]


def speech() -> Language:
    """How figures are written for the reader."""
    code = (get_language() or "en")[:2]
    return Language(code if code in LANGUAGES else "en")


def time(lasted: dt.timedelta) -> str:
    """A time that something took."""
    seconds = max(0, round(lasted.total_seconds()))
    if seconds < 60:
        return _("%(s)s s") % {"s": seconds}
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return _("%(min)s min %(s)s s") % {"min": minutes, "s": rest}
    return _("%(h)s h %(min)s min") % {"h": minutes // 60, "min": minutes % 60}


def line(run: Run) -> Line:
    """How a run reads."""
    did = labels.counted(run.counts, speech())
    return Line(run, queries.MARKS[run.state], time(queries.lasted(run)), did)


def last(user: User, connection: Connection) -> Mapping[str, Any]:
    """The section of a connection's page."""
    lines = [line(run) for run in queries.runs(user, connection)[: queries.LAST]]
    return {"connection": connection, "lines": lines}


def page(user: User, run: Run, request: HttpRequest) -> Mapping[str, Any]:
    """The page of one run."""
    what, entity = request.GET.get("what", ""), request.GET.get("part", "")
    entity = entity if entity in set(Entity) else ""
    noted = queries.noted(run, what, entity)
    shown = Paginator(noted, AT_ONCE).get_page(request.GET.get("page"))
    return {
        "run": run,
        "connection": run.connection,
        "line": line(run),
        "finding": finding(run),
        "parts": _parts(run),
        "written": [(_word(name), n) for name, n in run.counts.get("write", {}).items()],
        "errors": [_error(run.connection, one) for one in run.errors],
        "untold": max(0, run.errors_met - len(run.errors)),
        "page": shown,
        "changes": _changes(user, shown),
        "whats": Noted.What.choices,
        "entities": [(one.value, labels.part(one)) for one in Entity],
        "what": what,
        "part": entity,
    }


def _parts(run: Run) -> list[tuple[str, list[int]]]:
    found = []
    for entity in Entity:
        counts = run.counts.get(entity, {})
        if counts:
            both = {**counts, "changed": counts.get("changed", 0) + counts.get("back", 0)}
            both["gone"] = counts.get("gone", 0) + counts.get("merged", 0)
            found.append((labels.part(entity), [both.get(name, 0) for name in COLUMNS]))
    return found


def _word(name: str) -> str:
    words = {
        "written": _("records were written"),
        "refused": _("records were refused"),
        "again": _("records were locked there and wait"),
        "gone": _("records were there no more"),
    }
    return words.get(name, name)


def _error(connection: Connection, one: Mapping[str, Any]) -> tuple[str, str, str]:
    record = one.get("label") or one.get("id") or ""
    return labels.part(one.get("part", "")), record, wording.met(connection, one)


def _changes(user: User, shown: Page[Noted]) -> list[Change]:
    """What changed; to who only administers, which record and which fields, and no more of the clients."""
    names = _names(user, shown)
    told = may(user, "match_records")
    found = []
    for one in shown:
        moves = [
            (labels.target(m.target), _shown(m.target, m.before, names), _shown(m.target, m.after, names))
            if told
            else (labels.target(m.target), "", "")
            for m in queries.moves(one)
        ]
        record = one.label if told and one.label else one.external_id
        found.append(Change(record, labels.part(one.entity), one.get_what_display(), moves))
    return found


def _names(user: User, shown: Page[Noted]) -> dict[str, str]:
    """Our accounts that records were linked to: the log keeps their key."""
    told = [side.get("account") for one in shown if one.what == Noted.What.LINKED for side in (one.before, one.after)]
    keys = {one for one in told if isinstance(one, int)}
    return (
        {str(pk): name for pk, name in visible_to(user).filter(pk__in=keys).values_list("pk", "name")} if keys else {}
    )


def _shown(target: str, value: str, names: Mapping[str, str]) -> str:
    return names.get(value, value) if target == "account" and value else value


def finding(run: Run) -> str:
    """The finding of a run's page."""
    did = labels.counted(run.counts, speech())
    if not run.errors_met:
        return _("%(did)s: nothing is to be mended.") % {"did": did.capitalize()}
    said = ngettext("%(did)s: %(n)s error was met.", "%(did)s: %(n)s errors were met.", run.errors_met)
    return said % {"did": did.capitalize(), "n": speech().number(run.errors_met)}
