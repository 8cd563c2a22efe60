"""`trousseau serve`: the server and the worker as two child processes that live and end together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

import click

from trousseau.cli.failures import Failure
from trousseau.cli.options import json_flag, language_flag

PATIENCE = 30.0
"""Seconds the server may take to answer, and either child to end once asked."""

HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
WORKERS = click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Server processes.")


@click.command()
@HOST
@PORT
@WORKERS
@language_flag
@json_flag
def serve(host: str, port: int, workers: int, *, language: str, as_json: bool) -> None:
    """Run the server and the worker, the database being brought up to date first.

    Both end together, by Ctrl-C or a signal; if one dies, so does the other.
    """
    from trousseau.cli.house import bring_up_to_date  # noqa: PLC0415

    bring_up_to_date()
    run(host, port, workers, greeting=greeting(language), as_json=as_json)


@click.command()
@language_flag
@json_flag
def worker(*, language: str, as_json: bool) -> None:  # noqa: ARG001 - of the errors
    """Run the worker alone: imports, undoing, refreshing the facts."""
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready()
    from trousseau.jobs.worker import work  # noqa: PLC0415

    work()


def greeting(language: str) -> str:
    """What is said once the server answers."""
    from trousseau.cli.failures import Words  # noqa: PLC0415

    return Words(language).text("Trousseau is at {address} (Ctrl-C stops it).")


def run(host: str, port: int, workers: int, *, greeting: str, as_json: bool = False) -> None:
    """Start both, say where the server is once it answers, and wait until they end."""
    _check_port(host, port)
    server = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4", "--backpressure", "64"),
        *("--no-ws", "--log-level", "warning"),
        "trousseau.web.wsgi:application",
    ]
    children = {
        "server": _start(server),
        "worker": _start([sys.executable, "-m", "trousseau.cli", "worker"]),
    }
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        address = f"http://{_spoken(host)}:{port}/"
        _await_answer(address, children)
        if as_json:
            from trousseau.cli.output import say_json  # noqa: PLC0415

            say_json({"address": address, "processes": {name: child.pid for name, child in children.items()}})
        else:
            click.echo(greeting.format(address=address))
        sys.stdout.flush()
        _watch(children)
    except KeyboardInterrupt:
        return
    finally:
        _end(children)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches it through us only; it does not outlive us."""
    return subprocess.Popen(
        command,
        stdout=sys.stderr.fileno(),  # stdout is for our own answer
        start_new_session=True,
        preexec_fn=_end_with_parent if _LIBC else None,  # noqa: PLW1509 - it only calls prctl
    )


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Ask Linux to end this child when its parent is gone, however that happened (PR_SET_PDEATHSIG)."""
    if _LIBC is not None:
        _LIBC.prctl(1, signal.SIGTERM)


def _spoken(host: str) -> str:
    """The host as a person would open it."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, before anything is started."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind((host, port))
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno != 98:
            raise Failure(
                "port_refused", flag="--port", host=host, port=port, detail=error.strerror or str(error)
            ) from error
        raise Failure("port_taken", flag="--port", host=host, port=port) from error


def _await_answer(address: str, children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until the server answers /healthz, a child has died, or patience ends."""
    until = time.monotonic() + PATIENCE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until:
        _check(children)
        try:
            with opener.open(f"{address}healthz", timeout=2):
                return
        except urllib.error.HTTPError:
            return  # it answers; what it says is its own affair
        except OSError:
            time.sleep(0.1)
    raise Failure("not_started", seconds=int(PATIENCE))


def _watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        _check(children)
        time.sleep(0.3)


def _check(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        code = child.poll()
        if code is not None:
            raise Failure("child_died", name=name, status=code)


def _end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask both to end, wait, and insist with the one that does not; a second Ctrl-C changes nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    for child in children.values():
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
