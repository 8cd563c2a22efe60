"""The development plan: an action added, an action changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.staffing.access import subject_or_404
from trousseau.staffing.actions import development
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.models import DevelopmentAction
from trousseau.staffing.views.competencies import said, show


@access("read_competencies")
@require_POST
def plan(request: HttpRequest, who: str) -> HttpResponse:
    """Add an action to someone's plan."""
    subject, given = subject_or_404(person(request), who), request.POST.dict()
    try:
        development.plan_development(
            person(request),
            subject,
            competency=given.get("competency", ""),
            text=given.get("text", ""),
            due=_day(given.get("due", "")),
            owner=_owner(given.get("owner", "")),
        )
    except CompetencyError as error:
        return show(request, who, refused=said(error), typed=given)
    return redirect(reverse("staffing:person_competencies", args=[who]) + "#plan")


@access("read_competencies")
@require_POST
def change(request: HttpRequest, who: str, pk: int) -> HttpResponse:
    """Change an action of someone's plan: its state, day, owner or words."""
    subject, given = subject_or_404(person(request), who), request.POST.dict()
    found = DevelopmentAction.objects.filter(pk=pk, subject=subject.pk).select_related("subject__user").first()
    if found is None:
        raise Http404
    revision = given.get("revision", "")
    try:
        changes: dict[str, Any] = {name: given[name] for name in ("text", "state") if name in given}
        if "due" in given:
            changes["due"] = _day(given["due"])
        if "owner" in given:
            changes["owner"] = _owner(given["owner"])
        development.change_development(person(request), found, int(revision) if revision.isdecimal() else -1, **changes)
    except CompetencyError as error:
        return show(request, who, refused=said(error))
    return redirect(reverse("staffing:person_competencies", args=[who]) + "#plan")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise CompetencyError("date", value=text[:20]) from error


def _owner(key: str) -> User:
    found = User.objects.filter(pk=int(key), is_active=True).first() if key.isdecimal() and len(key) < 12 else None
    if found is None:
        raise CompetencyError("owner", name=key[:20] or "–")
    return found
