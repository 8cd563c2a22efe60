"""The ranking, and its table as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, may, person
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show
from trousseau.selection import tables
from trousseau.selection.pages.ranking import page


@access("read_portfolio")
@require_GET
def ranking(request: HttpRequest) -> HttpResponse:
    """Show who the key accounts are, and how sure that is."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "selection")
    found = page(person(request), question, request.GET.dict())
    return show(
        request,
        "selection/ranking.html",
        question,
        page=found,
        table_url=reverse("selection:ranking_table", args=["csv"]).removesuffix("csv"),
        may_edit=may(request.user, "edit_grid"),
    )


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the ranking as a file."""
    question = asked_or_404(request)
    found = page(person(request), question, request.GET.dict())
    return as_file(tables.of_ranking(found), form, measured(question).checkup)
