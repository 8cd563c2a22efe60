"""Answers kept: facts are immutable, so what was computed from one version stays right.

In this process; those that have a name also beside the facts, for other processes and after a restart.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from trousseau.ledger.facts.derived import takes_long
from trousseau.portfolio.queries import beside_facts
from trousseau.portfolio.queries.source import Asked

T = TypeVar("T")
_anew: ContextVar[dict[Hashable, Any] | None] = ContextVar("anew", default=None)


@contextmanager
def anew() -> Iterator[None]:
    """Inside, nothing that was kept is used: everything is computed again, once."""
    token = _anew.set({})
    try:
        yield
    finally:
        _anew.reset(token)


class Kept(Generic[T]):
    """The last `most` results of a computation by key; computed at most twice when two threads race."""

    def __init__(self, most: int = 64, name: str = "", *, long: bool = False) -> None:
        """`most` results are kept, the ones used longest ago go.

        `name`: they are also kept beside the facts, under it; then nothing but the key may say what they depend on.
        `long`: working one out takes long, so that nobody does `at_once` (`ledger.facts.derived`).
        """
        self._long = long
        self._most = most
        self._name = name
        self._results: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result kept under a key, computed now where there is none."""
        if (now := _anew.get()) is not None:
            if (id(self), key) not in now:
                now[id(self), key] = compute()
            found: T = now[id(self), key]
            return found
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = self._worked_out(key, compute)
        with self._lock:
            self._results[key] = result
            while len(self._results) > self._most:
                self._results.popitem(last=False)
        return result

    def _worked_out(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result beside the facts, computed and put there where there is none."""
        if self._name:
            with suppress(LookupError):
                kept: T = beside_facts.found(self._name, key)
                return kept
        if self._long:
            takes_long()
        result = compute()
        if self._name:
            beside_facts.keep(self._name, key, result)
        return result


def key(asked: Asked, *more: Any) -> Hashable:
    """What an answer depends on, and nothing else."""
    scope, window = asked.scope, asked.window
    return (
        str(asked.facts.folder),
        asked.facts.version,
        (window.start, window.end, window.previous_start, window.previous_end),
        asked.by,
        (scope.zones, scope.divisions, scope.accounts, scope.excluded),
        frozenset(scope.groups.items()),
        *more,
    )
