"""What kinds of jobs there are, and what each runs.

    @handler("import", label=_("Import of sales lines"), retries=0)
    def run_import(progress: Progress, *, import_id: int) -> dict[str, object]: ...

A handler is given its parameters by name and a `Progress`; what it returns (JSON) is the job's result. It
must be idempotent: after a crash it is run again from the start. A room imports its handlers in
`AppConfig.ready`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Run = Callable[..., Mapping[str, Any] | None]


class JobError(Exception):
    """A failure that people can mend: a code and parameters, put into a sentence by the room's `explain`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Retry(Exception):  # noqa: N818 - it asks for something, it is not only an error
    """Raised by a handler whose work may succeed later (a host is silent); the job waits and runs again."""


@dataclass(frozen=True)
class Handler:
    """What a kind of job runs, and how it is shown."""

    kind: str
    run: Run
    label: str | Promise
    retries: int = 0
    backoff: dt.timedelta = dt.timedelta(seconds=30)
    finished_url: Callable[[Any], str] | None = None
    explain: Callable[[str, dict[str, Any]], str] | None = None


@dataclass(frozen=True)
class Rhythm:
    """A job started by the clock: its kind, how often, and whether there is something to do."""

    kind: str
    every: dt.timedelta
    needed: Callable[[], bool] = lambda: True


_handlers: dict[str, Handler] = {}
_rhythms: dict[str, Rhythm] = {}
_starters: dict[str, Callable[[], bool]] = {}


def handler(
    kind: str,
    *,
    label: str | Promise,
    retries: int = 0,
    backoff: dt.timedelta = dt.timedelta(seconds=30),
    finished_url: Callable[[Any], str] | None = None,
    explain: Callable[[str, dict[str, Any]], str] | None = None,
) -> Callable[[Run], Run]:
    """Declare what a kind of job runs.

    `retries` times it is run again when it raises `Retry`, after `backoff`, then twice that, four times that…
    `finished_url(job)` says where to go when it is done; `explain(code, params)` words a `JobError`.
    """

    def register(run: Run) -> Run:
        _handlers[kind] = Handler(kind, run, label, retries, backoff, finished_url, explain)
        return run

    return register


def every(interval: dt.timedelta, kind: str, needed: Callable[[], bool] = lambda: True) -> None:
    """Start a job of that kind (without parameters) by the clock, each `interval`, where it is `needed`."""
    _rhythms[kind] = Rhythm(kind, interval, needed)


def at_start(kind: str, needed: Callable[[], bool]) -> None:
    """Start a job of that kind (without parameters) when a worker starts, where it is `needed` then."""
    _starters[kind] = needed


def needed_at_start() -> tuple[str, ...]:
    """Give the kinds of jobs a worker that starts now has to do first."""
    return tuple(kind for kind, needed in _starters.items() if needed())


def find(kind: str) -> Handler:
    """Give the handler of a kind; KeyError where there is none."""
    return _handlers[kind]


def known(kind: str) -> Handler | None:
    """Give the handler of a kind, or None where the room that had it is gone."""
    return _handlers.get(kind)


def rhythms() -> tuple[Rhythm, ...]:
    """Give what is started by the clock."""
    return tuple(_rhythms.values())
