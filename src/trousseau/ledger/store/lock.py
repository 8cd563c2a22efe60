"""One writer at a time, by a lock the system releases however the writer ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trousseau.ledger.store.errors import StoreError

PAUSE = 0.1
"""Seconds between two tries to take the lock."""


@contextmanager
def writing(file: Path, *, patience: float, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock of `file`; calls `waiting` while another process or thread has it.

    Raises `StoreError("ledger_busy", seconds)` after `patience` seconds.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise StoreError("ledger_busy", seconds=round(patience)) from None
                waiting()
                time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)
