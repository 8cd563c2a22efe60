"""Today's check-up, the frozen ones, and what they are made of."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.jobs import actions as jobs
from trousseau.portfolio import actions, downloads, following, results
from trousseau.portfolio.forms import FreezeForm
from trousseau.portfolio.pages import checkup as checkup_page
from trousseau.portfolio.pages.period import changed
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.behind import lines_behind
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.reproducing import REPRODUCE, answer, at_hand, reproduced
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.queries.told import told
from trousseau.portfolio.showing import asked_or_404, nothing, show


def _first(request: HttpRequest) -> HttpResponse:
    """Show what comes at once of today's check-up."""
    question = asked_or_404(request)
    page = checkup_page.first(person(request), question)
    return show(request, "portfolio/checkup.html", question, page=page, following=following.address(request))


@access("read_portfolio")
@require_GET
@following.follows("checkup", "portfolio:checkup", _first)
def checkup(request: HttpRequest) -> HttpResponse:
    """Show today's check-up."""
    question = asked(person(request), request.GET)
    if question is None:
        return nothing(request, "checkup")
    page = checkup_page.live(person(request), question, request.GET.get("against", ""))
    return show(request, "portfolio/checkup.html", question, page=page, freeze=FreezeForm())


@access("read_portfolio")
@require_GET
def moves(request: HttpRequest) -> HttpResponse:
    """Show everyone who changed class, entered or left."""
    question = asked_or_404(request)
    now = measured(question)
    against = history.against(now, history.earlier(question), told(), request.GET.get("against", ""))
    page = checkup_page.all_moves(person(request), now, against, request.GET.get("kind", ""))
    return show(request, "portfolio/moves.html", question, page=page)


@access("read_portfolio")
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """Show the lines behind one account's revenue."""
    question = asked_or_404(request)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 7 and int(number) else 1
    behind = lines_behind(question, request.GET.get("account", ""), page)
    name = "lines_rows" if request.headers.get("HX-Request") else "lines"
    return show(request, f"portfolio/{name}.html", question, behind=behind, currency=question.facts.base)


@access("freeze_checkup")
@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze today's check-up."""
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    frozen = actions.freeze_checkup(person(request), asked_or_404(request), form.cleaned_data["note"])
    messages.success(request, _("The check-up is frozen. It will not change any more."))
    return redirect("portfolio:frozen", frozen.public_id)


@access("read_portfolio")
@require_GET
def past(request: HttpRequest) -> HttpResponse:
    """List past check-ups."""
    context = {
        "checkups": history.frozen_checkups(person(request)).select_related("frozen_by"),
        "next_due": history.next_due(person(request)),
    }
    return render(request, "portfolio/past.html", context)


@access("read_portfolio")
@require_GET
def frozen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a check-up as it was frozen."""
    found = history.frozen_or_404(person(request), public_id)
    context = {
        "page": checkup_page.past(person(request), found, request.GET.get("against", "")),
        "answer": answer(found, request.GET.get("again", "")),
        "query": changed(request.GET),
        "tables": f"{reverse('portfolio:frozen', args=[public_id])}tables/",
    }
    return render(request, "portfolio/checkup.html", context)


@access("read_portfolio")
@require_GET
def frozen_table(request: HttpRequest, public_id: str, table: str, form: str) -> HttpResponse:
    """Give a table of a frozen check-up as a file."""
    found = history.frozen_or_404(person(request), public_id)
    return downloads.of_checkup(downloads.frozen(person(request), found, request.GET.get("against", "")), table, form)


@access("read_portfolio")
@require_GET
def frozen_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a frozen check-up as one self-contained HTML file."""
    found = history.frozen_or_404(person(request), public_id)
    checkup = history.opened(found)
    return downloads.report(checkup, found.ledger_version, results.panel(found, checkup))


@access("read_portfolio")
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Compute a frozen check-up again: at once from the facts of then, else as a job that makes them anew."""
    found = history.frozen_or_404(person(request), public_id)
    if at_hand(found):
        return render(request, "portfolio/again.html", {"answer": reproduced(found), "frozen": found})
    job = reverse("jobs:job", args=[jobs.start(REPRODUCE, {"checkup": public_id}, person(request)).public_id])
    return HttpResponse(headers={"HX-Redirect": job}) if request.headers.get("HX-Request") else redirect(job)


@access("read_portfolio")
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """Give the check-up as one self-contained HTML file."""
    question = asked_or_404(request)
    rows = panel_of(question, told()).rows
    return downloads.report(whole(question), question.facts.ledger_version, rows)


@access("read_portfolio")
@require_GET
def checkup_table(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Give a table of the check-up as a file."""
    return downloads.of_checkup(downloads.live(asked_or_404(request), request.GET.get("against", "")), table, form)
