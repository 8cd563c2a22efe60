"""Good and bad customers: the curve, one customer's make-up, their tables as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.costs.queries import told
from trousseau.portfolio import class_tables
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.following import follows
from trousseau.portfolio.pages import contributions as pages
from trousseau.portfolio.queries import classes
from trousseau.portfolio.queries.contributions import budgets, inside, whale_curve
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show

KEPT = ("period", "start", "end", "by", "unit")
"""What the address keeps when one looks inside a zone or division."""


@access("read_portfolio")
@require_GET
@follows("checkup", "portfolio:contributions")
def contributions(request: HttpRequest) -> HttpResponse:
    """Show the whale curve, the map, who takes back and why."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "checkup")
    page = pages.page(person(request), question, request.GET)
    tables = f"{reverse('portfolio:contributions')}tables/"
    kept = [(name, request.GET[name]) for name in KEPT if request.GET.get(name)]
    return show(request, "portfolio/contributions.html", question, page=page, tables=tables, kept=kept)


@access("read_portfolio")
@require_GET
def contribution(request: HttpRequest) -> HttpResponse:
    """Show what one customer's contribution is made of."""
    question = asked_or_404(request)
    page = pages.make_up(person(request), question, request.GET.get("account", ""))
    return show(request, "portfolio/contribution.html", question, page=page)


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Give a table of good and bad customers as a file."""
    question = asked_or_404(request)
    narrowed = inside(question, zone=request.GET.get("zone", ""), division=request.GET.get("division", ""))
    if table == "contributions":
        found = class_tables.contributions(classes.judged(narrowed), question.facts.base)
    elif table == "whale":
        found = class_tables.whale(whale_curve(narrowed))
    elif table == "tail":
        found = class_tables.tail(whale_curve(narrowed))
    elif table == "moved":
        found = class_tables.moved(classes.moved(question) or ())
    elif table == "budgets":
        found = class_tables.budgets(budgets(narrowed, told()))
    else:
        raise Http404
    return as_file(found, form, measured(question).checkup)
