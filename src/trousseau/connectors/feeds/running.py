"""A run of a source: begun or taken up again, carried out, ended; and when the clock starts the next."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.feeds import files, rows, telling
from trousseau.connectors.feeds.errors import OURS_TO_MEND, FeedError
from trousseau.connectors.feeds.log import Log
from trousseau.connectors.feeds.reaching import place_of
from trousseau.connectors.feeds.taking import Doing, WaitError
from trousseau.connectors.models import Feed, FeedRun, Run
from trousseau.connectors.runs.one import taken_up
from trousseau.imports.actions.refreshing import silent
from trousseau.imports.actions.relay import OnProgress
from trousseau.imports.wording import plain
from trousseau.jobs.models import Job

State = Run.State


def begin(feed: Feed, job: Job | None = None, user: User | None = None) -> FeedRun:
    """Begin a run, or take up the one that this job began. Raises BusyError."""
    with transaction.atomic():
        held = Feed.objects.select_for_update().get(pk=feed.pk)
        running = FeedRun.objects.filter(feed=feed, state=State.RUNNING).first()
        if (mine := taken_up(running, job)) is not None:
            return mine
        held.look_again_at = None
        held.save(update_fields=["look_again_at"])
        return FeedRun.objects.create(feed=held, job=job, started_by=user)


def carry_out(item: FeedRun, progress: OnProgress = silent) -> Run.State:
    """Do a run to its end; gives how it ended, which is kept with why. `progress` raises where it is to stop."""
    log = Log(item)
    doing = Doing(item.feed, log, _alive(log, progress))
    try:
        state = State.DONE if _read(doing) else State.FAILED
    except FeedError as error:
        log.failure(error)
        state = State.FAILED
        if error.code in OURS_TO_MEND:
            telling.stands(item, error.code, plain(error.told))
    except WaitError as error:
        log.met("ledger_busy", told={"why": str(error)})
        state = State.WAITING
        Feed.objects.filter(pk=item.feed_id).update(look_again_at=timezone.now() + files.SETTLED)
    except BaseException:
        with transaction.atomic():
            log.keep()
            item.end(State.STOPPED)
        raise
    with transaction.atomic():
        log.keep()
        item.end(state)
        if item.counts.keys() & {"loaded", "refused", "waiting"}:
            record(None, "feed.read", item.feed, after={"run": item.public_id, "counts": item.counts})
    return state


def moved(item: FeedRun) -> bool:
    """Whether a run changed the ledger, so that the figures are to be made again."""
    return any(item.counts.get(name) for name in ("new", "changed", "removed"))


def next_at(feed: Feed, last: dt.datetime | None) -> dt.datetime | None:
    """When the next run is due, maybe past; None where the clock starts none. `last`: when the last one began."""
    if not feed.runs_alone:
        return None
    if last is None:
        return feed.created_at
    due = last + dt.timedelta(minutes=feed.every_minutes)
    if feed.daily_at is not None:
        day = timezone.localtime(last)
        due = timezone.make_aware(dt.datetime.combine(day.date(), feed.daily_at))
        if due <= last:
            due = timezone.make_aware(dt.datetime.combine(day.date() + dt.timedelta(days=1), feed.daily_at))
    return min(due, feed.look_again_at) if feed.look_again_at else due


def due() -> list[Feed]:
    """The sources whose time has come."""
    found, now = [], timezone.now()
    for feed in Feed.objects.filter(runs_alone=True):
        last = feed.runs.order_by("-started_at", "-pk").values_list("started_at", flat=True).first()
        at = next_at(feed, last)
        if at is not None and at <= now:
            found.append(feed)
    return found


def _read(doing: Doing) -> bool:
    if doing.feed.kind == Feed.Kind.DATABASE:
        return rows.run(doing)
    return files.run(doing, place_of(doing.feed))


def _alive(log: Log, progress: OnProgress) -> OnProgress:
    """Tell how far it is, and now and then that the run lives: a large file is longer read than `SILENT`."""
    told = [timezone.now()]

    def report(done: int, total: int | None, step: str) -> None:
        progress(done, total, step)
        if timezone.now() - told[0] > dt.timedelta(seconds=30):
            told[0] = timezone.now()
            log.keep()

    return report
