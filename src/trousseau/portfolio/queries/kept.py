"""Answers kept in this process: facts are immutable, so what was computed from one version stays right."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from trousseau.portfolio.queries.source import Asked

T = TypeVar("T")


class Kept(Generic[T]):
    """The last `most` results of a computation by key; computed at most twice when two threads race."""

    def __init__(self, most: int = 64) -> None:
        """`most` results are kept, the ones used longest ago go."""
        self._most = most
        self._results: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result kept under a key, computed now where there is none."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = compute()
        with self._lock:
            self._results[key] = result
            while len(self._results) > self._most:
                self._results.popitem(last=False)
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
