"""The demo company, served as a person would, for the walks over its pages."""

import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from kept import TROUSSEAU, environment

PASSWORD = "trousseau-demo"
PATIENCE = 180.0


@contextmanager
def served(home: Path):
    """Serve that data folder on a free port of loopback; gives the address."""
    port = _free_port()
    log = (home / "serve.log").open("w")
    server = subprocess.Popen(
        [*TROUSSEAU, "serve", "--port", str(port)],
        env=environment(home),
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/healthz", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError("the server stopped at its start")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)
