"""Competencies: the heat map of who leads people, everyone's own profile, one person's page and its exports."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, may, person
from trousseau.portfolio import words
from trousseau.portfolio.downloads import as_file
from trousseau.staffing import competency_tables
from trousseau.staffing.access import led_or_403, subject_or_404
from trousseau.staffing.actions import subjects
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.models import Assessment
from trousseau.staffing.pages import heat
from trousseau.staffing.pages import person as pages
from trousseau.staffing.pages import round as round_pages
from trousseau.staffing.pages.competency_words import problem
from trousseau.staffing.queries import frameworks
from trousseau.staffing.queries.assessments import rounds_of


@access("read_competencies")
@require_GET
def competencies(request: HttpRequest) -> HttpResponse:
    """Show people against competencies to who leads them; to everyone else their own profile."""
    user = person(request)
    if may(user, "lead_competencies"):
        return render(request, "staffing/competencies.html", {"page": heat.page(user, request.GET.dict())})
    return show(request, str(user.pk))


@access("lead_competencies")
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give everyone one leads as a table."""
    table = competency_tables.of_people(person(request), request.GET.get("role", ""))
    return as_file(table, form, competency_tables.today())


@access("lead_competencies")
@require_POST
def name_candidate(request: HttpRequest) -> HttpResponse:
    """Add a candidate who has no login."""
    user, given = person(request), request.POST.dict()
    try:
        made = subjects.name_candidate(
            user, given.get("name", ""), given.get("about", ""), profile=given.get("profile", "manager")
        )
    except CompetencyError as error:
        page = heat.page(user, {}, problem=said(error), typed=given)
        return render(request, "staffing/competencies.html", {"page": page}, status=422)
    messages.success(request, _("{name} can be assessed now.").format(name=made))
    return redirect("staffing:person_competencies", made.who)


@access("read_competencies")
@require_GET
def person_competencies(request: HttpRequest, who: str) -> HttpResponse:
    """Show one person to themself, those who lead them and directors."""
    return show(request, who)


@access("read_competencies")
@require_GET
def person_export(request: HttpRequest, who: str, form: str) -> HttpResponse:
    """Give one person's profile as a table."""
    subject = subject_or_404(person(request), who)
    return as_file(competency_tables.of_person(person(request), subject), form, competency_tables.today())


@access("read_competencies")
@require_GET
def person_round(request: HttpRequest, who: str, public_id: str) -> HttpResponse:
    """Show one round as it was said, under its own version of the framework."""
    user = person(request)
    subject = subject_or_404(user, who)
    found = next((one for one in rounds_of(subject) if one.public_id == public_id), None)
    if found is None:
        raise Http404
    return render(request, "staffing/round.html", {"page": round_pages.page(user, subject, found)})


@access("lead_competencies")
@require_POST
def hold_against(request: HttpRequest, who: str) -> HttpResponse:
    """Say the role whose levels are asked of someone."""
    subject = led_or_403(person(request), who)
    try:
        subjects.hold_against(person(request), subject, request.POST.get("profile", ""))
    except CompetencyError as error:
        return show(request, who, refused=said(error))
    return redirect("staffing:person_competencies", who)


@access("lead_competencies")
@require_POST
def erase_candidate(request: HttpRequest, who: str) -> HttpResponse:
    """Erase a candidate who has no login, with all that was said of them."""
    subject = led_or_403(person(request), who)
    if subject.user_id is not None:
        raise Http404
    subjects.erase_candidate(person(request), subject)
    messages.success(request, _("Erased, with all that was said."))
    return redirect("staffing:competencies")


def show(request: HttpRequest, who: str, *, refused: str = "", typed: Mapping[str, str] | None = None) -> HttpResponse:
    """One person's page; with what was refused and what was typed, where something was."""
    user = person(request)
    page = pages.page(user, subject_or_404(user, who), problem=refused, typed=typed)
    return render(request, "staffing/person.html", {"page": page}, status=422 if refused else 200)


def said(error: CompetencyError) -> str:
    """A refusal as a sentence."""
    return problem(error, frameworks.in_force().framework, words.language())


def round_or_404(request: HttpRequest, who: str) -> Assessment:
    """The open round on a person, for who leads them."""
    subject = led_or_403(person(request), who)
    found = next((one for one in rounds_of(subject) if not one.closed), None)
    if found is None:
        raise Http404
    return found
