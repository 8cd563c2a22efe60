"""My assessments: only of who is asked; to everyone else these addresses are not there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.ledger.selection.judgement_sheet import SheetError
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.selection import actions, assessment_tables
from trousseau.selection.actions import AssessmentError, SheetRowsError
from trousseau.selection.models import Assessor
from trousseau.selection.pages import judging as pages
from trousseau.selection.pages.assessment_words import problem, sheet_problems
from trousseau.selection.queries.assessments import seat_of


@access("assess")
@require_GET
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what someone judges in a round, and how far they are."""
    return render(request, "selection/my_assessments.html", {"page": pages.mine(_seat(request, public_id))})


@access("assess")
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, public_id: str, place: int) -> HttpResponse:
    """Show one client to judge; keep what is said of it, and go on to the next."""
    user, seat = person(request), _seat(request, public_id)
    page = pages.client_page(user, seat, place)
    if page is None:
        raise Http404
    if request.method != "POST":
        return render(request, "selection/judging.html", {"page": page})
    given = request.POST.dict()
    try:
        actions.judge(user, seat.round, page.client, pages.read(seat, given))
    except AssessmentError as error:
        text = problem(error, words.language())
        page = pages.client_page(user, _seat(request, public_id), place, typed=given, problem=text)
        return render(request, "selection/judging.html", {"page": page}, status=422)
    return redirect(page.next or reverse("selection:my_assessments", args=[public_id]))


@access("assess")
@require_POST
def hand_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand in, or say what is missing."""
    seat = _seat(request, public_id)
    try:
        actions.hand_in(person(request), seat.round)
    except AssessmentError as error:
        return _refused(request, public_id, error)
    messages.success(request, _("Handed in. Until the round is closed you can take it back."))
    return redirect("selection:my_assessments", public_id)


@access("assess")
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back what was handed in, to change it."""
    seat = _seat(request, public_id)
    try:
        actions.take_back_assessments(person(request), seat.round)
    except AssessmentError as error:
        return _refused(request, public_id, error)
    messages.success(request, _("Your assessments are yours again; hand them in when they are done."))
    return redirect("selection:my_assessments", public_id)


@access("assess")
@require_GET
def sheet(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """Give what someone judges as a table to fill in elsewhere."""
    seat = _seat(request, public_id)
    return as_file(assessment_tables.sheet(seat), form, assessment_tables.Days(seat.round))


@access("assess")
@require_POST
def fill(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a sheet that was filled in, or say everything that is wrong with it."""
    seat, file = _seat(request, public_id), request.FILES.get("file")
    if file is None:
        return _unread(request, seat, [_("Choose a file first.")])
    try:
        kept = actions.take_sheet(person(request), seat, file.chunks(), file.name or "")
    except (SheetError, SheetRowsError) as error:
        return _unread(request, seat, sheet_problems(error, words.language()))
    except AssessmentError as error:
        return _unread(request, seat, [problem(error, words.language())])
    said = ngettext("{n} answer is kept.", "{n} answers are kept.", kept).format(n=words.language().number(kept))
    messages.success(request, said)
    return redirect("selection:my_assessments", public_id)


def _unread(request: HttpRequest, seat: Assessor, errors: list[str]) -> HttpResponse:
    page = pages.mine(seat, sheet_errors=errors)
    return render(request, "selection/my_assessments.html", {"page": page}, status=422)


def _seat(request: HttpRequest, public_id: str) -> Assessor:
    """The place in the round of who asks.

    Raises:
        Http404: they have none.
    """
    seat = seat_of(person(request), public_id)
    if seat is None:
        raise Http404
    return seat


def _refused(request: HttpRequest, public_id: str, error: AssessmentError) -> HttpResponse:
    page = pages.mine(_seat(request, public_id), problem(error, words.language()))
    return render(request, "selection/my_assessments.html", {"page": page}, status=422)
