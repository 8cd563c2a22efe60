"""Adding a source that feeds the ledger by itself, deciding how it works, starting, stopping and removing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.actions.held import allowed
from trousseau.connectors.feeds import trying
from trousseau.connectors.feeds.databases.protocol import view_of
from trousseau.connectors.feeds.folder import offered
from trousseau.connectors.models import Feed
from trousseau.imports.models import Source
from trousseau.jobs import actions as jobs
from trousseau.jobs.models import FINISHED, Job

READ = "connectors.feed"
LONGEST_NAME, LONGEST_PATTERN = 120, 120


@dataclass(frozen=True)
class Wishes:
    """How a source works: what it is called, where it is, what of it is read, and when."""

    name: str
    told: Mapping[str, str] = field(default_factory=dict)
    replace: str = Feed.Replace.ASK
    moves: bool = False
    every_minutes: int = 60
    daily_at: dt.time | None = None
    secret: str = ""
    """A password; empty leaves the one that is kept."""


def add(user: User, kind: str, wishes: Wishes) -> Feed:
    """Add a source; it does nothing until somebody starts it. ValidationError by field where something cannot be."""
    allowed(user)
    with transaction.atomic():
        made = Feed(kind=kind, created_by=user)
        _wish(made, wishes)
        made.save()
        record(user, "feed.added", made, after=_plain(made))
    return made


def change(user: User, feed: Feed, wishes: Wishes, *, revision: int) -> Feed:
    """Decide how a source works. Its name stays once the ledger holds lines of it: they are known by it."""
    with transaction.atomic():
        found = held(user, feed, revision)
        before = _plain(found)
        secret = found.secret
        _wish(found, wishes)
        after = _plain(found)
        if before != after or secret != found.secret:
            found.revision += 1
            found.save()
            changed: list[str] = [name for name in after if before[name] != after[name]]
            record(
                user, "feed.changed", found,
                before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
            )  # fmt: skip
    return found


def start(user: User, feed: Feed, *, revision: int) -> Feed:
    """Have the clock read a source from now on. ValidationError where nobody chose what of it is read."""
    return _switch(user, feed, revision, on=True)


def stop(user: User, feed: Feed, *, revision: int) -> Feed:
    """Have the clock read a source no more; what is being taken in is taken in to its end."""
    return _switch(user, feed, revision, on=False)


def run_now(user: User, feed: Feed) -> Job:
    """Have a source read now: the job that waits or runs for it already, or a new one. ValidationError as `start`."""
    with transaction.atomic():
        found = held(user, feed)
        _chosen(found)
        job = queue(found, user)
        record(user, "feed.asked", found, after={"job": job.pk})
    return job


def queue(feed: Feed, user: User | None = None) -> Job:
    """A job that reads a source: a new one, or the one that is not finished."""
    waiting = Job.objects.filter(kind=READ, params__feed_id=feed.pk).exclude(state__in=FINISHED).first()
    return waiting or jobs.start(READ, {"feed_id": feed.pk, "user_id": user.pk if user else None}, user)


def remove(user: User, feed: Feed, *, revision: int) -> None:
    """Remove a source with its log. What it loaded stays in the ledger, and its imports can still be undone."""
    with transaction.atomic():
        found = held(user, feed, revision)
        record(user, "feed.removed", found, before=_plain(found))
        found.delete()


def held(user: User, feed: Feed, revision: int | None = None) -> Feed:
    """The source, locked, inside a transaction. Raises PermissionDenied, ValidationError (removed, or changed)."""
    allowed(user)
    found = Feed.objects.select_for_update().filter(pk=feed.pk).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("This source was removed meanwhile.")})
    if revision is not None and found.revision != revision:
        raise ValidationError(
            {NON_FIELD_ERRORS: _("Somebody changed this source meanwhile: open the page again, then change it.")}
        )
    return found


def _chosen(feed: Feed) -> None:
    if feed.kind == Feed.Kind.DATABASE and not view_of(feed).chosen:
        raise ValidationError({NON_FIELD_ERRORS: _("Choose the view and its columns first, in the settings.")})


def _switch(user: User, feed: Feed, revision: int, *, on: bool) -> Feed:
    with transaction.atomic():
        found = held(user, feed, revision)
        if on:
            _chosen(found)
        if found.runs_alone != on:
            found.runs_alone, found.revision = on, found.revision + 1
            found.save(update_fields=["runs_alone", "revision"])
            record(user, "feed.started" if on else "feed.stopped", found)
    return found


def _wish(feed: Feed, wishes: Wishes) -> None:
    """Put wishes into a source; every field that cannot be is named."""
    wrong: dict[str, str] = {}
    _named(feed, wishes.name, wrong)
    told = {name: text.strip() for name, text in wishes.told.items()}
    if feed.kind == Feed.Kind.DATABASE:
        trying.database(feed, told, wishes.secret, wrong)
    elif feed.kind == Feed.Kind.BUCKET:
        trying.bucket(feed, told, wishes.secret, wrong)
    elif told.get("folder") != feed.told.get("folder") and told.get("folder") not in offered():
        wrong["folder"] = _("Choose one of the folders that may be watched.")
    pattern = told.get("pattern", "")
    if "/" in pattern or not pattern.isprintable() or len(pattern) > LONGEST_PATTERN:
        wrong["pattern"] = _("Write a pattern of names without folders, such as ventes-*.csv, or leave it empty.")
    if wishes.replace not in Feed.Replace.values:
        wrong["replace"] = _("Choose what becomes of those lines.")
    if wishes.every_minutes < 5:
        wrong["every_minutes"] = _("Write 5 minutes or more.")
    if wrong:
        raise ValidationError(wrong)
    feed.told, feed.replace, feed.moves = told, wishes.replace, wishes.moves
    feed.every_minutes, feed.daily_at = wishes.every_minutes, wishes.daily_at


def _named(feed: Feed, name: str, wrong: dict[str, str]) -> None:
    said = " ".join(name.split())
    if not said:
        wrong["name"] = _("Give it a name, such as “SAP France”.")
    elif len(said) > LONGEST_NAME:
        wrong["name"] = _("At most %(n)s signs.") % {"n": LONGEST_NAME}
    elif Feed.objects.exclude(pk=feed.pk).filter(name__iexact=said).exists():
        wrong["name"] = _("Another source is called “%(name)s” already.") % {"name": said}
    elif feed.pk and said != feed.name and Source.objects.filter(name=feed.name).exists():
        wrong["name"] = _("The ledger knows its lines as “%(name)s”: the name stays.") % {"name": feed.name}
    elif feed.kind == Feed.Kind.DATABASE and not feed.pk and Source.objects.filter(name__iexact=said).exists():
        wrong["name"] = _("Files were imported as “%(name)s”: give the database a name of its own.") % {"name": said}
    else:
        known = Source.objects.filter(name__iexact=said).first()
        feed.name = known.name if known and not feed.pk else said


def _plain(feed: Feed) -> dict[str, object]:
    return {
        "name": feed.name,
        **feed.told,
        "replace": feed.replace,
        "moves": feed.moves,
        "every_minutes": feed.every_minutes,
        "daily_at": f"{feed.daily_at:%H:%M}" if feed.daily_at else "",
    }
