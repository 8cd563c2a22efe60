"""Two grids compared, and the comparison as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.showing import asked_or_404
from trousseau.selection import tables
from trousseau.selection.pages.comparing import page


@access("read_portfolio")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show what two versions, or a version and one's draft, have different."""
    question = asked_or_404(request)
    found = page(person(request), question, request.GET.dict())
    return render(request, "selection/compare.html", {"page": found})


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """Give who would enter and leave as a file."""
    question = asked_or_404(request)
    found = page(person(request), question, request.GET.dict())
    return as_file(tables.of_comparison(found), form, measured(question).checkup)
