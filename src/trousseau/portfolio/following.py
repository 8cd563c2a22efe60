"""Pages that come at once, and bring what takes long after: the first look at a period over many lines.

`follows` answers with what there is, or with a page that says what is being worked out and takes the whole one in when
it is ready. Without JavaScript its link leads there. What was worked out is kept, so the next look waits for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from trousseau.ledger.facts.derived import NotYetError, at_once
from trousseau.portfolio.queries.source import facts
from trousseau.portfolio.showing import asked_or_404, show

View = Callable[[HttpRequest], HttpResponse]

FEW = 1_000_000
"""Of so many lines everything is worked out while one waits."""
WHOLE = "whole"
"""What the address of the whole page has more."""


def follows(place: str, tab: str, first: View | None = None) -> Callable[[View], View]:
    """Make a page under a tab of a place come at once: as `first` shows it, or else with its head only."""

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest) -> HttpResponse:
            if WHOLE in request.GET:
                _forget(request)
                return view(request)
            there = facts()
            if there is None or there.lines <= FEW:
                return view(request)
            try:
                with at_once():
                    return view(request)
            except NotYetError:
                return first(request) if first else _later(request, place, tab)

        return shown

    return decorate


def _forget(request: HttpRequest) -> None:
    """Take `WHOLE` out of a request, so that no address on its page carries it on."""
    query = request.GET.copy()
    query.pop(WHOLE)
    request.GET = query  # type: ignore[assignment]
    request.META["QUERY_STRING"] = query.urlencode()


def address(request: HttpRequest) -> str:
    """The address of the whole page."""
    query = request.GET.copy()
    query[WHOLE] = "1"
    return f"{request.path}?{query.urlencode()}"


def _later(request: HttpRequest, place: str, tab: str) -> HttpResponse:
    context = {"following": address(request), "place": place, "tab": tab}
    return show(request, "portfolio/later.html", asked_or_404(request), **context)
