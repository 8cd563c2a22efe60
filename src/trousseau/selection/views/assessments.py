"""Rounds of assessments: the list, opening one, how far it is, closing it, what assessors said, what was settled."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.source import usual
from trousseau.selection import actions, assessment_tables
from trousseau.selection.actions import AssessmentError
from trousseau.selection.models import Round, RoundClient
from trousseau.selection.pages import assessments as pages
from trousseau.selection.pages import opening
from trousseau.selection.pages import round as round_pages
from trousseau.selection.pages.assessment_words import problem

LONGEST = 500


@access("assess")
@require_GET
def assessments(request: HttpRequest) -> HttpResponse:
    """Show what is left to judge for whoever asks, and all rounds to who reads the portfolio."""
    return render(request, "selection/assessments.html", {"page": pages.page(person(request))})


@access("run_assessments")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Show the form that opens a round; open it, or say why not and keep what was typed."""
    user, asked = person(request), usual(person(request))
    if request.method != "POST":
        return render(request, "selection/round_opening.html", {"page": opening.page(user, asked)})
    try:
        made = actions.open_round(user, opening.read(request.POST, asked))
    except AssessmentError as error:
        found = opening.page(user, asked, request.POST, problem(error, words.language()))
        return render(request, "selection/round_opening.html", {"page": found}, status=422)
    messages.success(request, _("The round is open: assessors find it among what is due to them."))
    return redirect("selection:round", made.public_id)


@access("read_portfolio")
@require_GET
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one round."""
    return _show(request, _round(public_id))


@access("run_assessments")
@require_POST
def due(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a round another day."""
    return _do(
        request,
        public_id,
        lambda user, found: actions.change_due(user, found, opening.read_day(request.POST.get("due", ""))),
        _("The round is due another day; reminders follow it."),
    )


@access("run_assessments")
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have another person judge all clients of a round."""
    chosen = get_object_or_404(User, pk=_number(request.POST.get("person", "")))
    return _do(
        request,
        public_id,
        lambda user, found: actions.add_assessor(user, found, chosen),
        _("{name} judges as well.").format(name=chosen),
    )


@access("run_assessments")
@require_POST
def remove(request: HttpRequest, public_id: str, assessor: int) -> HttpResponse:
    """Take someone out of a round who leaves."""
    keep = request.POST.get("keep") == "1"
    reason = request.POST.get("reason", "")[:LONGEST]
    return _do(
        request,
        public_id,
        lambda user, found: actions.remove_assessor(user, found, assessor, reason, keep=keep),
        _("The assessor has left the round; it is recorded why."),
    )


@access("run_assessments")
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a round, with or without those who did not hand in."""
    given = request.POST
    kept = {_number(pk): given.get(f"reason-{pk}", "")[:LONGEST] for pk in given.getlist("keep")}
    return _do(
        request,
        public_id,
        lambda user, found: actions.close_round(user, found, kept),
        _("The round is closed; the ranking takes what assessors agreed on."),
    )


@access("run_assessments")
@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record a consensus, or open again what was settled."""
    given, found = request.POST, _round(public_id)
    client = get_object_or_404(RoundClient, round=found, pk=_number(given.get("client", "")))
    undo = "undo" in given
    try:
        level = None if undo else _level(given.get("level", ""))
        actions.settle(
            person(request),
            client,
            given.get("criterion", "")[:100],
            level,
            given.get("reason", "")[:1000],
            seen=_number(given.get("seen", "")),
        )
    except AssessmentError as error:
        return _show(request, found, error)
    messages.success(request, _("Opened again: it is to be discussed.") if undo else _("Settled, and recorded."))
    return redirect(reverse("selection:round", args=[public_id]) + "#discuss")


@access("read_portfolio")
@require_GET
def table(_request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """Give all judgements of a closed round as a file; 404 before it is closed."""
    found = _round(public_id)
    if not found.closed:
        raise Http404
    return as_file(assessment_tables.of_round(found), form, assessment_tables.Days(found))


def _do(request: HttpRequest, public_id: str, action: Callable[[User, Round], object], done: str) -> HttpResponse:
    """Do something to a round and come back to it, or say why not."""
    found = _round(public_id)
    try:
        action(person(request), found)
    except AssessmentError as error:
        return _show(request, _round(public_id), error)
    messages.success(request, done)
    return redirect("selection:round", public_id)


def _show(request: HttpRequest, found: Round, error: AssessmentError | None = None) -> HttpResponse:
    """The page of a round; with what was refused, what was typed is kept."""
    page = round_pages.page(
        person(request),
        found,
        everything=request.GET.get("all") == "1" or error is not None,
        problem=problem(error, words.language()) if error else "",
        typed=request.POST.dict() if error else None,
    )
    return render(request, "selection/round.html", {"page": page}, status=422 if error else 200)


def _round(public_id: str) -> Round:
    return get_object_or_404(Round.objects.select_related("opened_by", "closed_by"), public_id=public_id)


def _number(text: str) -> int:
    """A whole number of a field; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _level(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise AssessmentError("consensus_level", value=text[:20]) from error
