"""A PostgreSQL of its own: in a temporary folder, on a free port of loopback, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = "nobody"
"""Who runs it where the tests are run as root, as which it refuses to."""


def programs() -> Path | None:
    """The folder of its newest programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


@contextmanager
def served(bin_: Path) -> Iterator[str]:
    """Serve an empty one; gives its address, as TROUSSEAU_DATABASE_URL takes it."""
    with tempfile.TemporaryDirectory(prefix="trousseau-postgresql-", ignore_cleanup_errors=True) as folder:
        who = {}
        if os.geteuid() == 0:
            shutil.chown(folder, NOBODY)
            who = {"user": NOBODY}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        data, log = f"{folder}/data", f"{folder}/log"
        plain = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
        _run(
            [bin_ / "initdb", "-D", data, "-U", "trousseau", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            folder,
            who,
        )
        start = " ".join([*plain, "-p", str(port)])
        _run([bin_ / "pg_ctl", "-D", data, "-l", log, "-w", "-o", start, "start"], folder, who)
        try:
            yield f"postgresql://trousseau@127.0.0.1:{port}/postgres"
        finally:
            _run([bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder, who)


def _run(command: list[object], folder: str, who: dict[str, str]) -> None:
    subprocess.run([*map(str, command)], cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=120, **who)
