"""What every page about the portfolio does: find the question of the address, show the answer under its period."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trousseau.access.rules import may, person
from trousseau.portfolio.pages.period import changed, picker
from trousseau.portfolio.queries.source import Asked, asked


def asked_or_404(request: HttpRequest) -> Asked:
    """The question of an address; 404 while there is no sales line."""
    found = asked(person(request), request.GET)
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, template: str, question: Asked, **context: Any) -> HttpResponse:
    """A page about a question, with the picker of its period; `tables` is where its exports are."""
    context = {
        "tables": f"{reverse('portfolio:checkup')}tables/",
        "period": picker(question, request.GET),
        "query": changed(request.GET),
        "may_freeze": may(request.user, "freeze_checkup"),
        **context,
    }
    return render(request, template, context)


def nothing(request: HttpRequest, place: str) -> HttpResponse:
    """The page before the first sales line: what will be here, and the next step."""
    return render(request, "portfolio/nothing.html", {"place": place, "may_import": may(request.user, "import_sales")})
