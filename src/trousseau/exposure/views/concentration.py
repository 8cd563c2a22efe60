"""The page of concentration."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.exposure.pages import concentration as concentration_page
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import nothing, show


@access("read_portfolio")
@require_GET
def concentration(request: HttpRequest) -> HttpResponse:
    """Show how much hangs on how few, everywhere."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "exposure")
    page = concentration_page.page(person(request), question, request.GET)
    query = f"?{request.GET.urlencode()}"
    return show(request, "exposure/concentration.html", question, page=page, query=query, tables="/exposure/tables/")
