"""Rounds: opened, evaluators named and taken out, answered, handed in, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.portfolio import words
from trousseau.staffing.access import colleagues, led_or_403, voice_or_404
from trousseau.staffing.actions import assessing
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.framework import Framework
from trousseau.staffing.models import Voice
from trousseau.staffing.pages import assess as pages
from trousseau.staffing.pages.competency_words import problem
from trousseau.staffing.views.competencies import round_or_404, said, show


@access("lead_competencies")
@require_POST
def open_round(request: HttpRequest, who: str) -> HttpResponse:
    """Open a round on a person."""
    subject, given = led_or_403(person(request), who), request.POST.dict()
    try:
        assessing.open_assessment(
            person(request),
            subject,
            _day(given.get("due", "")),
            _named(request.POST.getlist("evaluator")),
            note=given.get("note", ""),
        )
    except CompetencyError as error:
        return show(request, who, refused=said(error), typed=_typed(request))
    messages.success(request, _("The round is open; everyone asked is told."))
    return redirect("staffing:person_competencies", who)


@access("lead_competencies")
@require_POST
def add_evaluator(request: HttpRequest, who: str) -> HttpResponse:
    """Ask one more evaluator."""
    found = round_or_404(request, who)
    try:
        for one in _named(request.POST.getlist("evaluator")):
            assessing.add_evaluator(person(request), found, one)
    except CompetencyError as error:
        return show(request, who, refused=said(error), typed=_typed(request))
    return redirect("staffing:person_competencies", who)


@access("lead_competencies")
@require_POST
def remove_evaluator(request: HttpRequest, who: str) -> HttpResponse:
    """Take an evaluator who has not handed in out of the round."""
    found = round_or_404(request, who)
    key = request.POST.get("person", "")
    gone = get_object_or_404(User, pk=int(key) if key.isdecimal() and len(key) < 12 else 0)
    try:
        assessing.remove_evaluator(person(request), found, gone)
    except CompetencyError as error:
        return show(request, who, refused=said(error))
    return redirect("staffing:person_competencies", who)


@access("lead_competencies")
@require_POST
def close_round(request: HttpRequest, who: str) -> HttpResponse:
    """Close the round with what was handed in."""
    try:
        assessing.close_assessment(person(request), round_or_404(request, who))
    except CompetencyError as error:
        return show(request, who, refused=said(error))
    messages.success(request, _("The round is closed."))
    return redirect("staffing:person_competencies", who)


@access("read_competencies")
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the form of one voice; keep what is said, and hand it in where that is asked."""
    user, voice = person(request), voice_or_404(person(request), public_id)
    if request.method != "POST":
        return render(request, "staffing/assess.html", {"page": pages.page(user, voice)})
    given = request.POST.dict()
    try:
        assessing.answer(user, voice.assessment, pages.read(voice, given))
        if "hand_in" in given:
            assessing.hand_in(user, voice.assessment)
    except CompetencyError as error:
        return _refused(request, voice, error, given)
    if "hand_in" not in given:
        messages.success(request, _("Saved; nobody reads it before you hand it in."))
        return redirect("staffing:assess", public_id)
    messages.success(request, _("Handed in. Thank you."))
    return redirect("staffing:assess", public_id)


def _refused(request: HttpRequest, voice: Voice, error: CompetencyError, given: Mapping[str, str]) -> HttpResponse:
    text = problem(error, Framework.read(voice.assessment.framework), words.language())
    page = pages.page(person(request), voice, typed=given, problem=text)
    return render(request, "staffing/assess.html", {"page": page}, status=422)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise CompetencyError("date", value=text[:20]) from error


def _named(names: Sequence[str]) -> list[User]:
    """The colleagues of the names or addresses typed; empty fields are nobody."""
    found = []
    for name in (" ".join(one.split()) for one in names):
        if not name:
            continue
        people = list(colleagues().filter(Q(name__iexact=name) | Q(email__iexact=name))[:2])
        if not people:
            raise CompetencyError("evaluator_unknown", name=name[:80])
        if len(people) > 1:
            raise CompetencyError("evaluator_several", name=name[:80])
        if people[0] not in found:
            found.append(people[0])
    return found


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed, each of several evaluators in a field of its own."""
    several = {f"evaluator{at}": name for at, name in enumerate(request.POST.getlist("evaluator"))}
    return request.POST.dict() | several
