"""The review of the criteria: its page, what is told for it, what is decided, and reviews of the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.figures.selection import problem_text
from trousseau.ledger.facts.derived import NotYetError, at_once
from trousseau.method.criteria import GridError
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.following import follows
from trousseau.portfolio.queries.source import asked, usual
from trousseau.portfolio.showing import asked_or_404, nothing
from trousseau.selection.actions import reviews as actions
from trousseau.selection.models import CriteriaReview
from trousseau.selection.pages import review as pages
from trousseau.selection.pages import review_words as said
from trousseau.selection.pages.fields import figure_field
from trousseau.selection.queries.clients import client_of
from trousseau.selection.review_tables import TABLES


@access("read_portfolio")
@require_GET
@follows("selection", "selection:review")
def review(request: HttpRequest) -> HttpResponse:
    """Show whether the criteria are still right; what takes long is waited for on a page that says so."""
    question = usual(person(request))
    if question is None:
        return nothing(request, "selection")
    if "now" in request.GET:
        return render(request, "selection/review.html", _context(pages.page(person(request), question)))
    try:
        with at_once():
            found = pages.page(person(request), question)
    except NotYetError:
        waiting = render(request, "selection/review_waiting.html", {})
        waiting["Refresh"] = f"0; url={reverse('selection:review')}?now=1"
        return waiting
    return render(request, "selection/review.html", _context(found))


@access("read_portfolio")
@require_GET
def table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give the key accounts or the backtests as a file."""
    question = asked_or_404(request)
    found = pages.page(person(request), question)
    return as_file(TABLES[name](found) if name in TABLES else None, form, found)


@access("read_portfolio")
@require_GET
def past(request: HttpRequest, number: int) -> HttpResponse:
    """Show a review as it was decided."""
    kept = get_object_or_404(CriteriaReview.objects.select_related("decided_by"), number=number)
    found = pages.past_page(person(request), kept)
    return render(
        request, "selection/review_past.html", {"page": found, "kept": kept, "outcome": kept.get_outcome_display()}
    )


@access("edit_grid")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Decide what becomes of the grid."""
    said_ = request.POST

    def act() -> str:
        question = asked_or_404(request)
        made = actions.decide_review(
            person(request),
            question,
            said_.get("outcome", ""),
            said_.get("reason", "")[:1000],
            seen=_whole("seen", said_),
        )
        messages.success(request, _("The review is decided and kept with all it was decided on."))
        return reverse("selection:past_review", args=[made.number])

    return _done(request, act)


@access("edit_grid")
@require_POST
def rhythm(request: HttpRequest) -> HttpResponse:
    """Set how often the criteria are reviewed."""

    def act() -> str:
        actions.set_review_rhythm(person(request), _whole("months", request.POST), _whole("quarters", request.POST))
        messages.success(request, _("The rhythm is kept."))
        return reverse("selection:review")

    return _done(request, act)


@access("edit_grid")
@require_POST
def take_weights(request: HttpRequest) -> HttpResponse:
    """Begin a draft with the proposed weights."""

    def act() -> str:
        actions.draft_proposed_weights(person(request), asked_or_404(request))
        messages.success(
            request, _("A draft with the proposed weights is yours: try it on the portfolio, then publish it.")
        )
        return reverse("selection:grid")

    return _done(request, act)


@access("tell_spend")
@require_POST
def tell_execution(request: HttpRequest) -> HttpResponse:
    """Keep how much of a client's plan was done."""
    user, told = person(request), request.POST

    def act() -> str:
        client = client_of(user, told.get("client", ""))
        if client is None:
            raise actions.ReviewError("review_client")
        until = _day(told.get("until", ""))
        actions.tell_execution(
            user, client, _percent(told.get("percent", "")), told.get("source", "")[:300], until=until,
            latest=timezone.localdate(),
        )  # fmt: skip
        messages.success(request, _("Kept; what was told before stays in the history."))
        return reverse("selection:review") + "#accounts"

    return _done(request, act)


def _done(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """Go where an action leads, or say on the page why it did nothing, with what was typed."""
    try:
        return redirect(act())
    except actions.ReviewError as error:
        problem = said.problem(error.code)
    except GridError as error:
        problem = problem_text(error, words.language())
    question = asked(person(request), {})
    if question is None:
        return nothing(request, "selection")
    found = pages.page(person(request), question, problem=problem, form=request.POST.dict())
    return render(request, "selection/review.html", _context(found), status=422)


def _context(found: pages.ReviewPage) -> dict[str, object]:
    return {"page": found, "outcomes": CriteriaReview.Outcome.choices}


def _whole(name: str, told: object) -> int:
    text = str(told.get(name, "")).strip()  # type: ignore[attr-defined]  # a query dict
    if not text.isdecimal() or len(text) > 6:
        raise actions.ReviewError("review_number")
    return int(text)


def _percent(text: str) -> Decimal:
    read = figure_field(text, words.language())
    try:
        return Decimal(str(read)).quantize(Decimal("0.1"))
    except InvalidOperation as error:
        raise actions.ReviewError("review_percent") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise actions.ReviewError("review_date") from error
