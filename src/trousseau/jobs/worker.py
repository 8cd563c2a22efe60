"""The worker: takes jobs from the queue until told to stop; `trousseau serve` runs it beside the server.

It is django-tasks-db's worker, with three things more: at its start it queues again what a killed worker
left and what is needed then, it looks at the clock once a minute, and it holds a lock that says it lives.
"""

from __future__ import annotations

import logging
import threading

from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from trousseau.jobs import actions, recovery, registry, schedule

logger = logging.getLogger("trousseau.jobs")
LOOK_EVERY_SECONDS = 60.0


def work(*, until_idle: bool = False, interval: float = 0.5) -> None:
    """Run jobs until a signal asks to stop, or (`until_idle`) until none waits."""
    with recovery.alive() as name:
        actions.be_worker(name)
        for job in recovery.requeue_orphans():
            logger.warning("%s was interrupted and is queued again", job)
        for kind in registry.needed_at_start():
            if not actions.unfinished(kind):
                actions.start(kind)
        stop = threading.Event()
        clock = threading.Thread(target=_watch, args=(stop,), name="clock", daemon=True)
        if not until_idle:
            clock.start()
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=until_idle,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        if threading.current_thread() is threading.main_thread():
            worker.configure_signals()
        try:
            worker.run()
        finally:
            stop.set()


def _watch(stop: threading.Event) -> None:
    """Start what the clock says, and pick up what another worker left, once a minute."""
    while True:
        try:
            schedule.tick()
            recovery.requeue_orphans()
        except OperationalError:
            logger.warning("The database was busy; the clock looks again in a minute")
        finally:
            close_old_connections()
        if stop.wait(LOOK_EVERY_SECONDS):
            return
