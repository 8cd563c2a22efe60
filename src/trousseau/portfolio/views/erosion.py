"""Silent erosion: who, and on what evidence."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.following import follows
from trousseau.portfolio.pages import erosion as erosion_pages
from trousseau.portfolio.queries.erosion import judged
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show


@access("read_portfolio")
@require_GET
@follows("checkup", "portfolio:erosion")
def erosion(request: HttpRequest) -> HttpResponse:
    """Show the accounts that erode in silence."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "checkup")
    page = erosion_pages.erosion_page(person(request), question)
    return show(request, "portfolio/erosion.html", question, page=page, tables=f"{request.path}tables/")


@access("read_portfolio")
@require_GET
def evidence(request: HttpRequest) -> HttpResponse:
    """Show what the verdict on one account stands on."""
    question = asked_or_404(request)
    page = erosion_pages.evidence_page(person(request), question, request.GET.get("account", ""))
    if page is None:
        raise Http404
    return show(request, "portfolio/erosion_evidence.html", question, page=page)


@access("read_portfolio")
@require_GET
def erosion_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the accounts that erode as a file."""
    question = asked_or_404(request)
    return as_file(erosion_pages.table(judged(question)), form, question.window)
