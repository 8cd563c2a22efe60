"""Long work of the ledger beside the thread that owns the database connection.

The ledger's engine pulls lines and reports from threads of its own. A report ends in the job's row, and a connection
belongs to the thread that opened it: so the work runs apart, and this thread tells how far it is.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from trousseau.jobs.progress import Cancelled

OnProgress = Callable[[int, int | None, str], None]
"""`report(done, total or None, step)`; raising stops the work."""
Result = TypeVar("Result")
EVERY_SECONDS = 0.2


def relayed(work: Callable[[OnProgress], Result], on_progress: OnProgress, *, step: str) -> Result:
    """Do `work(report)` in a thread of its own; what `on_progress` raises here stops it there.

    Work that came to its end in spite of that is done, and its result counts: a cancel that comes too late is none.
    """
    stop = Event()
    latest: list[tuple[int, int | None, str]] = [(0, None, step)]

    def report(done: int, total: int | None, step: str) -> None:
        if stop.is_set():
            raise Cancelled
        latest[0] = (done, total, step)

    on_progress(*latest[0])
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger") as pool:
        future = pool.submit(work, report)
        try:
            while not _ended(future):
                on_progress(*latest[0])
        except BaseException:
            stop.set()
            if future.exception() is not None:
                raise
        return future.result()


def _ended(future: Future[Result]) -> bool:
    """Wait a moment for the end."""
    try:
        future.exception(timeout=EVERY_SECONDS)
    except TimeoutError:
        return False
    return True
