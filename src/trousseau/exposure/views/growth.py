"""Growth told straight."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.exposure.pages import growth as pages
from trousseau.exposure.queries import growth as queries
from trousseau.exposure.queries.growth import Compared
from trousseau.exposure.tables import growth as tables
from trousseau.ledger.answers import WindowError
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.following import follows
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show


@access("read_portfolio")
@require_GET
@follows("exposure", "exposure:growth")
def growth(request: HttpRequest) -> HttpResponse:
    """Show reported, constant and real growth and the bridge between two periods."""
    if asked(person(request), request.GET) is None:
        return nothing(request, "exposure")
    question = _question(request)
    if question is None:
        return show(request, "exposure/growth_alone.html", asked_or_404(request), query=_query(request))
    return _shown(request, question, pages.page(question, request.GET))


@access("read_portfolio")
@require_GET
def growth_of(request: HttpRequest) -> HttpResponse:
    """Show the growth of one customer down to its products."""
    question, customer = _of(request)
    name = {row.account: row.name for row in measured(question.asked).checkup.ranked}.get(customer, customer)
    page = pages.customer_page(question, request.GET, customer, name)
    if not page.refused and not page.rows:
        raise Http404
    return _shown(request, question, page)


@access("read_portfolio")
@require_GET
def growth_table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a table of growth as a file."""
    checkup = measured(asked_or_404(request)).checkup
    if name == "growth-products":
        question, customer = _of(request)
        return as_file(tables.products(queries.products_of(question, customer)), form, checkup)
    found = _question(request)
    if found is None or name != "growth":
        raise Http404
    return as_file(tables.bridges(queries.grown(found, limit=None)), form, checkup)


def _shown(request: HttpRequest, question: Compared, page: pages.GrowthPage) -> HttpResponse:
    against = {"against", "against_start", "against_end", "anyway"}
    return show(
        request,
        "exposure/growth.html",
        question.asked,
        page=page,
        query=_query(request),
        tables=reverse("exposure:growth_table", args=("growth", "csv")).removesuffix("growth.csv"),
        kept=[(name, value) for name, value in request.GET.items() if name not in against],
    )


def _question(request: HttpRequest) -> Compared | None:
    """The question of the address; None where there is no period to hold it against."""
    try:
        return queries.compared(asked_or_404(request), request.GET)
    except WindowError:
        return None


def _of(request: HttpRequest) -> tuple[Compared, str]:
    """The question of the address about one customer; 404 where there is none."""
    question, customer = _question(request), request.GET.get("of", "")
    if question is None or not customer:
        raise Http404
    return question, customer


def _query(request: HttpRequest) -> str:
    return f"?{request.GET.urlencode()}"
