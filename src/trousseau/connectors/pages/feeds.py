"""A source and one of its runs, as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.connectors.feeds.databases.protocol import view_of
from trousseau.connectors.feeds.errors import sentence
from trousseau.connectors.feeds.rehearsal import LINES, Rehearsal
from trousseau.connectors.models import Feed, FeedRun, Piece
from trousseau.connectors.pages.runs import speech, time
from trousseau.connectors.queries import feeds as queries
from trousseau.connectors.queries.runs import MARKS
from trousseau.figures import problems

FILES = {"loaded": "good", "asking": "watch", "refused": "bad", "taken": "none", "seen": "none"}


@dataclass(frozen=True)
class Line:
    """A run as a list shows it."""

    run: FeedRun
    mark: str
    lasted: str
    did: str


@dataclass(frozen=True)
class File:
    """A file as a list shows it."""

    piece: Piece
    mark: str
    why: str


def page(user: User, feed: Feed) -> Mapping[str, Any]:
    """The page of a source."""
    found = queries.pieces(user, feed)
    shown = [
        File(one, FILES[one.state], sentence(one.code, one.params) if one.code else "")
        for one in found[: queries.SHOWN]
    ]
    return {
        "feed": feed,
        "line": queries.line(feed),
        "files": shown,
        "files_untold": max(0, found.count() - len(shown)),
        "lines": [line(one) for one in queries.runs(user, feed)[: queries.LAST]],
        "may_manage": may(user, "manage_connections"),
        "may_see": may(user, "read_imports"),
    }


def after(feed: Feed, *, goes_on: bool) -> str:
    """The page after the settings were kept: what is still to be chosen, then what it would bring."""
    if feed.kind == Feed.Kind.DATABASE and not view_of(feed).chosen:
        return "connectors:feed_settings"
    return "connectors:feed_check" if goes_on else "connectors:feed"


def line(run: FeedRun) -> Line:
    """How a run reads."""
    lasted = time((run.ended_at or run.alive_at) - run.started_at)
    return Line(run, MARKS[run.state], lasted, did(run))


def did(run: FeedRun) -> str:
    """What a run brought, in words."""
    counts, speak = run.counts, speech()
    words = {
        "loaded": pgettext("files of a source", "loaded"),
        "same": pgettext("files of a source", "as before"),
        "early": pgettext("files of a source", "just written"),
        "waiting": pgettext("files of a source", "waiting for somebody"),
        "refused": pgettext("files of a source", "refused"),
        "new": pgettext("lines of a source", "lines new"),
        "changed": pgettext("lines of a source", "lines changed"),
        "removed": pgettext("lines of a source", "lines removed"),
        "quarantined": pgettext("lines of a source", "rows in quarantine"),
    }
    told = [f"{speak.number(counts[name])} {word}" for name, word in words.items() if counts.get(name)]
    return ", ".join(told) or _("nothing new")


def run_page(run: FeedRun) -> Mapping[str, Any]:
    """The page of one run."""
    told = [(one["name"], sentence(one["code"], one["told"])) for one in run.errors]
    return {
        "run": run,
        "feed": run.feed,
        "line": line(run),
        "errors": told,
        "untold": max(0, run.errors_met - len(told)),
        "finding": finding(run),
    }


def finding(run: FeedRun) -> str:
    """The finding of a run's page."""
    seen = run.counts.get("seen", 0)
    if run.feed.kind == Feed.Kind.DATABASE:
        said = ngettext("%(n)s row was read: %(did)s.", "%(n)s rows were read: %(did)s.", seen)
    else:
        said = ngettext("%(n)s file was there: %(did)s.", "%(n)s files were there: %(did)s.", seen)
    return said % {"n": speech().number(seen), "did": did(run)}


def rehearsed(user: User, feed: Feed, seen: Rehearsal) -> Mapping[str, Any]:
    """What a source would bring; rows and values only to who imports sales lines."""
    told, speak = may(user, "import_sales"), speech()
    columns = [
        (name, problems.field_word(field, speak) if field else "", samples if told else ())
        for name, field, samples in seen.columns
    ]
    rejected = [
        problems.reason(
            one["reason"], speak, row=one["row"], column=one["column"], value=one["value"] if told else None
        )
        for one in seen.rejected
    ]
    return {
        "feed": feed,
        "seen": seen,
        "names": [one.name for one in seen.entries[:LINES]],
        "more": max(0, len(seen.entries) - LINES),
        "columns": columns,
        "rejected": rejected,
        "told": told,
        "error": sentence(*seen.error) if seen.error else "",
        "may_manage": may(user, "manage_connections"),
    }
