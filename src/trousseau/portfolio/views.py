"""The portfolio's pages: parse, ask a query or an action, render."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, may
from trousseau.portfolio import actions, downloads
from trousseau.portfolio.forms import FreezeForm, ScenarioForm
from trousseau.portfolio.pages import checkup as checkup_page
from trousseau.portfolio.pages import exposure as exposure_page
from trousseau.portfolio.pages.period import changed, picker
from trousseau.portfolio.queries import history, loss
from trousseau.portfolio.queries.behind import lines_behind
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.source import Asked, asked


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _asked(request: HttpRequest) -> Asked:
    found = asked(_user(request), request.GET)
    if found is None:
        raise Http404
    return found


def _show(request: HttpRequest, template: str, question: Asked, **context: Any) -> HttpResponse:
    context = {
        "tables": f"{reverse('portfolio:checkup')}tables/",
        "period": picker(question, request.GET),
        "query": changed(request.GET),
        "may_freeze": may(_user(request), "freeze_checkup"),
        **context,
    }
    return render(request, f"portfolio/{template}.html", context)


def _nothing(request: HttpRequest, place: str) -> HttpResponse:
    """The page before the first sales line: what will be here, and the next step."""
    return render(
        request, "portfolio/nothing.html", {"place": place, "may_import": may(_user(request), "import_sales")}
    )


@access("read_portfolio")
@require_GET
def checkup(request: HttpRequest) -> HttpResponse:
    """Show today's check-up."""
    question = asked(_user(request), request.GET)
    if question is None:
        return _nothing(request, "checkup")
    page = checkup_page.live(_user(request), question, request.GET.get("against", ""))
    return _show(request, "checkup", question, page=page, freeze=FreezeForm())


@access("read_portfolio")
@require_GET
def moves(request: HttpRequest) -> HttpResponse:
    """Show everyone who changed class, entered or left."""
    question = _asked(request)
    now = measured(question)
    against = history.against(now, history.earlier(question), request.GET.get("against", ""))
    page = checkup_page.all_moves(_user(request), now, against, request.GET.get("kind", ""))
    return _show(request, "moves", question, page=page)


@access("read_portfolio")
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """Show the lines behind one account's revenue."""
    question = _asked(request)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 7 and int(number) else 1
    behind = lines_behind(question, request.GET.get("account", ""), page)
    template = "lines_rows" if request.headers.get("HX-Request") else "lines"
    return _show(request, template, question, behind=behind, currency=question.facts.base)


@access("freeze_checkup")
@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze today's check-up."""
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    frozen = actions.freeze_checkup(_user(request), _asked(request), form.cleaned_data["note"])
    messages.success(request, _("The check-up is frozen. It will not change any more."))
    return redirect("portfolio:frozen", frozen.public_id)


@access("read_portfolio")
@require_GET
def past(request: HttpRequest) -> HttpResponse:
    """List past check-ups."""
    context = {
        "checkups": history.frozen_checkups(_user(request)).select_related("frozen_by"),
        "next_due": history.next_due(_user(request)),
    }
    return render(request, "portfolio/past.html", context)


@access("read_portfolio")
@require_GET
def frozen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a check-up as it was frozen."""
    found = history.frozen_or_404(_user(request), public_id)
    context = {
        "page": checkup_page.past(_user(request), found, request.GET.get("against", "")),
        "query": changed(request.GET),
        "tables": f"{reverse('portfolio:frozen', args=[public_id])}tables/",
    }
    return render(request, "portfolio/checkup.html", context)


@access("read_portfolio")
@require_GET
def frozen_table(request: HttpRequest, public_id: str, table: str, form: str) -> HttpResponse:
    """Give a table of a frozen check-up as a file."""
    found = history.frozen_or_404(_user(request), public_id)
    return downloads.of_checkup(downloads.frozen(_user(request), found, request.GET.get("against", "")), table, form)


@access("read_portfolio")
@require_GET
def frozen_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a frozen check-up as one self-contained HTML file."""
    found = history.frozen_or_404(_user(request), public_id)
    return downloads.report(history.opened(found), found.ledger_version)


@access("read_portfolio")
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Compute a frozen check-up again from the facts it was made from."""
    found = history.frozen_or_404(_user(request), public_id)
    answer = history.reproduced(found)
    return render(request, "portfolio/again.html", {"answer": answer, "frozen": found})


@access("read_portfolio")
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """Give the check-up as one self-contained HTML file."""
    question = _asked(request)
    return downloads.report(whole(question), question.facts.ledger_version)


@access("read_portfolio")
@require_GET
def checkup_table(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Give a table of the check-up as a file."""
    return downloads.of_checkup(downloads.live(_asked(request), request.GET.get("against", "")), table, form)


@access("read_portfolio")
@require_GET
def exposure(request: HttpRequest) -> HttpResponse:
    """Show what the portfolio hangs on, and the loss of the accounts chosen."""
    question = asked(_user(request), request.GET)
    if question is None:
        return _nothing(request, "exposure")
    address = _address(request)
    page = exposure_page.page(_user(request), question, _lost(request), address, request.GET.get("q", ""))
    _, _, query = address(tuple(row.key for row in page.lost)).partition("?")
    return _show(
        request,
        "exposure",
        question,
        page=page,
        scenario=ScenarioForm(),
        query=f"?{query}",
        tables=f"{request.path}tables/",
    )


@access("read_portfolio")
@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """Give the accounts that match what is typed in the what-if."""
    question = _asked(request)
    found = exposure_page.matching(
        question, request.GET.get("q", ""), tuple(request.GET.getlist("lose")), _address(request)
    )
    return render(request, "portfolio/candidates.html", {"candidates": found, "currency": question.facts.base})


@access("read_portfolio")
@require_POST
def keep_scenario(request: HttpRequest) -> HttpResponse:
    """Keep the what-if of the address under a name."""
    form = ScenarioForm(request.POST)
    lost = tuple(filter(None, request.GET.getlist("lose")))[: exposure_page.LOST_MOST]
    if form.is_valid() and lost:
        actions.keep_scenario(_user(request), _asked(request), form.cleaned_data["name"], lost)
        messages.success(request, _("The scenario is kept."))
    else:
        messages.error(request, _("A scenario needs a name and at least one account that leaves."))
    return redirect(_address(request)(lost))


@access("read_portfolio")
@require_POST
def drop_scenario(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget a scenario."""
    actions.drop_scenario(_user(request), loss.scenario_or_404(_user(request), public_id))
    messages.success(request, _("The scenario is gone."))
    return redirect("portfolio:exposure")


@access("read_portfolio")
@require_GET
def exposure_table(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Give a table of the exposure as a file."""
    return downloads.of_exposure(_asked(request), table, form, tuple(request.GET.getlist("lose")))


def _lost(request: HttpRequest) -> list[str] | None:
    """The accounts an address loses; None where it says nothing of it, none where it says `lose=`."""
    return request.GET.getlist("lose") if "lose" in request.GET else None


def _address(request: HttpRequest) -> loss.Address:
    """The exposure page with other accounts lost, everything else of the address kept."""

    def address(lost: tuple[str, ...], by: str | None = None) -> str:
        query = request.GET.copy()
        query.pop("q", None)
        query.setlist("lose", list(lost) or [""])
        if by is not None:
            query["by"] = by
        return f"{reverse('portfolio:exposure')}?{query.urlencode()}"

    return address
