"""A run of a connection: begun or taken up again, carried out, ended."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.budget import Share
from trousseau.connectors.errors import ConnectorError, SignInError
from trousseau.connectors.models import Connection, Run
from trousseau.connectors.opening import Open, opened
from trousseau.connectors.runs import matching, run, wishes
from trousseau.connectors.runs.collecting import rarely_collected
from trousseau.connectors.runs.log import Log
from trousseau.connectors.runs.one import taken_up
from trousseau.connectors.tokens import lose
from trousseau.jobs.models import Job

AHEAD = 20
"""Calls that a run counts at once."""
State = Run.State


def begin(connection: Connection, job: Job | None = None, user: User | None = None) -> Run:
    """Begin a run, or take up the one that this job began. Raises BusyError."""
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        running = Run.objects.filter(connection=connection, state=State.RUNNING).first()
        return taken_up(running, job) or Run.objects.create(connection=connection, job=job, started_by=user)


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
            item.end(State.STOPPED)
        raise
    with transaction.atomic():
        share.settle()
        log.keep()
        item.end(state)
        if item.counts:
            record(None, "connection.read", connection, after={"run": item.public_id, "counts": item.counts})
    return state
