"""What several parts of a page ask is read once: within a request that only reads, nothing changes under it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("read_once", default=None)


def reads_once(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: keep what `once` reads while a GET is answered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with reading():
            return get_response(request)

    return answer


@contextmanager
def reading() -> Iterator[None]:
    """Keep what `once` reads: nothing is written meanwhile."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, from before where this request asked already; outside of such a request always anew."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found
