"""The overview of exposure with its lab, and its scenarios."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.exposure import actions, addresses, downloads
from trousseau.exposure.forms import ScenarioForm
from trousseau.exposure.pages import compare as compare_page
from trousseau.exposure.pages import lab
from trousseau.exposure.pages import overview as overview_page
from trousseau.exposure.queries import whatif
from trousseau.portfolio.following import follows
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show


@access("read_portfolio")
@require_GET
@follows("exposure", "exposure:overview")
def overview(request: HttpRequest) -> HttpResponse:
    """Show what the portfolio hangs on, and what a scenario does to it."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "exposure")
    read = addresses.read(request.GET)
    plain = addresses.address(request.GET, read.scenario)
    by_script = "HX-Request" in request.headers
    if read.cluttered and not read.refused and not by_script and not request.GET.get("q"):
        return redirect(plain)
    page = overview_page.page(person(request), question, request.GET)
    _, _, query = addresses.address(request.GET, page.lab.answer.scenario).partition("?")
    response = show(
        request,
        "exposure/overview.html",
        question,
        page=page,
        scenario=ScenarioForm(),
        query=f"?{query}",
        tables=f"{request.path}tables/",
    )
    if by_script:
        response["HX-Push-Url"] = plain
    return response


@access("read_portfolio")
@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """Give the accounts that match what is typed in the lab."""
    question = asked_or_404(request)
    happening, _refused = lab.happening_of(request.GET, measured(question).checkup.ranked)
    found = lab.matching(question, request.GET.get("q", ""), happening, request.GET)
    return render(request, "exposure/candidates.html", {"candidates": found, "currency": question.facts.base})


@access("read_portfolio")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show the scenarios kept side by side."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "exposure")
    page = compare_page.page(question, request.GET)
    query = f"?{request.GET.urlencode()}"
    return show(request, "exposure/compare.html", question, page=page, query=query, tables="/exposure/tables/")


@access("read_portfolio")
@require_POST
def keep_scenario(request: HttpRequest) -> HttpResponse:
    """Keep the what-if of the address under a name."""
    form, question = ScenarioForm(request.POST), asked_or_404(request)
    happening = addresses.read(request.GET).scenario
    if form.is_valid() and not happening.nothing:
        actions.keep_scenario(person(request), question, form.cleaned_data["name"], happening)
        messages.success(request, _("The scenario is kept."))
    else:
        messages.error(request, _("A scenario needs a name, and an account that leaves or a shock."))
    return redirect(addresses.address(request.GET, happening))


@access("read_portfolio")
@require_POST
def drop_scenario(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget a scenario."""
    actions.drop_scenario(person(request), whatif.scenario_or_404(person(request), public_id))
    messages.success(request, _("The scenario is gone."))
    return redirect("exposure:overview")


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a table of the exposure as a file."""
    return downloads.of_exposure(asked_or_404(request), name, form, request.GET)
