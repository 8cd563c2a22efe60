"""One run at a time: begun, taken up again, ended.

The database lets one run of a connection stand as running. A run whose job was killed is taken up by the same job when
it is started again; one that has been silent for `SILENT` makes room for another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.budget import Share
from trousseau.connectors.errors import ConnectorError, SignInError
from trousseau.connectors.models import Connection, Run
from trousseau.connectors.opening import Open, opened
from trousseau.connectors.runs import matching, run, wishes
from trousseau.connectors.runs.collecting import rarely_collected
from trousseau.connectors.runs.log import Log
from trousseau.connectors.tokens import lose
from trousseau.jobs.models import Job

SILENT = dt.timedelta(minutes=15)
"""Longer than the longest call with all its waits, and a page's writing."""
AHEAD = 20
"""Calls that a run counts at once."""
State = Run.State


class BusyError(Exception):
    """Another run of the connection goes on."""


def begin(connection: Connection, job: Job | None = None, user: User | None = None) -> Run:
    """Begin a run, or take up the one that this job began. Raises BusyError."""
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        running = Run.objects.filter(connection=connection, state=State.RUNNING).first()
        if running is not None and job is not None and running.job_id == job.pk:
            return running
        if running is not None and running.alive_at > timezone.now() - SILENT:
            raise BusyError
        if running is not None:
            end(running, State.STOPPED)
        return Run.objects.create(connection=connection, job=job, started_by=user)


def end(item: Run, state: Run.State) -> None:
    """Say that a run is over; in the caller's transaction."""
    item.state, item.ended_at = state, timezone.now()
    item.save(update_fields=["state", "ended_at"])


def carry_out(item: Run, check: Callable[[], None], door: Open = opened) -> Run.State:
    """Do a run to its end; gives how it ended, which is kept with why. `check` raises where it is to stop."""
    connection = item.connection
    share = Share(connection, AHEAD)
    log = Log(item, share)
    try:
        with rarely_collected(), door(connection, share) as connector:
            doing = run.Doing(connector, connection, log, check)
            whole = run.read_all(doing)
            matching.look(connection, log)
            wishes.wish(connection)
            if connection.writes:
                wishes.write(connector, connection, log)
        state = State.DONE if whole else State.FAILED
    except ConnectorError as error:
        log.failure("run", error)
        if isinstance(error, SignInError):
            lose(connection)
        state = State.FAILED if isinstance(error, SignInError) or not run.wait_words(error) else State.WAITING
    except BaseException:
        with transaction.atomic():
            share.settle()
            log.keep()
            end(item, State.STOPPED)
        raise
    with transaction.atomic():
        share.settle()
        log.keep()
        end(item, state)
        if item.counts:
            record(None, "connection.read", connection, after={"run": item.public_id, "counts": item.counts})
    return state
