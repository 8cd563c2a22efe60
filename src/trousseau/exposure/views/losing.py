"""The overview of exposure, its what-if and its scenarios."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.exposure import actions, downloads
from trousseau.exposure.forms import ScenarioForm
from trousseau.exposure.pages import losing as losing_page
from trousseau.exposure.pages.losses import summary as losses_summary
from trousseau.exposure.queries import losing
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404, nothing, show


@access("read_portfolio")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show what the portfolio hangs on, and the loss of the accounts chosen."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "exposure")
    address = _address(request)
    page = losing_page.page(person(request), question, _lost(request), address, request.GET.get("q", ""))
    _, _, query = address(tuple(row.key for row in page.lost)).partition("?")
    return show(
        request,
        "exposure/overview.html",
        question,
        page=page,
        losses=losses_summary(person(request), question),
        scenario=ScenarioForm(),
        query=f"?{query}",
        tables=f"{request.path}tables/",
    )


@access("read_portfolio")
@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """Give the accounts that match what is typed in the what-if."""
    question = asked_or_404(request)
    found = losing_page.matching(
        question, request.GET.get("q", ""), tuple(request.GET.getlist("lose")), _address(request)
    )
    return render(request, "exposure/candidates.html", {"candidates": found, "currency": question.facts.base})


@access("read_portfolio")
@require_POST
def keep_scenario(request: HttpRequest) -> HttpResponse:
    """Keep the what-if of the address under a name."""
    form = ScenarioForm(request.POST)
    lost = tuple(filter(None, request.GET.getlist("lose")))[: losing_page.LOST_MOST]
    if form.is_valid() and lost:
        actions.keep_scenario(person(request), asked_or_404(request), form.cleaned_data["name"], lost)
        messages.success(request, _("The scenario is kept."))
    else:
        messages.error(request, _("A scenario needs a name and at least one account that leaves."))
    return redirect(_address(request)(lost))


@access("read_portfolio")
@require_POST
def drop_scenario(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget a scenario."""
    actions.drop_scenario(person(request), losing.scenario_or_404(person(request), public_id))
    messages.success(request, _("The scenario is gone."))
    return redirect("exposure:overview")


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a table of the exposure as a file."""
    return downloads.of_exposure(asked_or_404(request), name, form, tuple(request.GET.getlist("lose")))


def _lost(request: HttpRequest) -> list[str] | None:
    """The accounts an address loses; None where it says nothing of it, none where it says `lose=`."""
    return request.GET.getlist("lose") if "lose" in request.GET else None


def _address(request: HttpRequest) -> losing.Address:
    """The exposure page with other accounts lost, everything else of the address kept."""

    def address(lost: tuple[str, ...], by: str | None = None) -> str:
        query = request.GET.copy()
        query.pop("q", None)
        query.setlist("lose", list(lost) or [""])
        if by is not None:
            query["by"] = by
        return f"{reverse('exposure:overview')}?{query.urlencode()}"

    return address
