"""Several threads at the same work at the same time."""

import sqlite3
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, connections


def race(work, workers=3):
    """Have several threads do the same work at once, each with a connection of its own; what one raises is raised.

    In SQLite they meet in a file with a write-ahead log, as in a real house: the tests' database in memory
    locks whole tables, and nobody waits for it.
    """
    barrier = threading.Barrier(workers)
    failures = []

    def one():
        try:
            barrier.wait()
            work()
        except BaseException as error:  # noqa: BLE001 - told to whoever called
            failures.append(error)
        finally:
            connection.close()

    with on_disk():
        threads = [threading.Thread(target=one) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


@contextmanager
def on_disk():
    """Move the tests' database from memory to a file for a while, for the connections that other threads open."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    connection.ensure_connection()
    settings, memory = connections.databases["default"], connections.databases["default"]["NAME"]
    with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "records.sqlite3")) as file:
        connection.connection.backup(file)
        settings["NAME"] = f"{folder}/records.sqlite3"
        try:
            yield
        finally:
            settings["NAME"] = memory
        file.backup(connection.connection)
