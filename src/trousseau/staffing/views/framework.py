"""The framework: read, drafted, published, remembered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.staffing.actions import frameworks as actions
from trousseau.staffing.framework import FrameworkError
from trousseau.staffing.models import FrameworkVersion
from trousseau.staffing.pages import framework as pages
from trousseau.staffing.pages.competency_words import framework_problem


@access("read_competencies")
@require_GET
def framework(request: HttpRequest) -> HttpResponse:
    """Show the framework in force, or the draft of a director who works on one."""
    page = pages.page(person(request), edit="edit" in request.GET)
    return render(request, "staffing/framework.html", {"page": page})


@access("edit_framework")
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep a draft and show what it would change, or say what is wrong with it."""
    try:
        actions.save_framework_draft(person(request), pages.read_draft(request.POST.dict()))
    except FrameworkError as error:
        page = pages.page(person(request), problem=framework_problem(error), typed=request.POST.dict())
        return render(request, "staffing/framework.html", {"page": page}, status=422)
    return redirect("staffing:framework")


@access("edit_framework")
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget the draft."""
    actions.drop_framework_draft(person(request))
    messages.success(request, _("The draft is gone; the framework in force stays as it was."))
    return redirect("staffing:framework")


@access("edit_framework")
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put the draft in force, or say why not."""
    try:
        version = actions.publish_framework(person(request), request.POST.get("reason", "")[:500])
    except actions.FrameworkPublishingError as error:
        page = pages.page(person(request), edit=True, problem=why_not(error.code))
        return render(request, "staffing/framework.html", {"page": page}, status=422)
    messages.success(request, _("The framework is in force for rounds opened from now on."))
    return redirect("staffing:framework_version", version.number)


@access("read_competencies")
@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show a framework as it was published."""
    found = get_object_or_404(FrameworkVersion.objects.select_related("published_by"), number=number)
    return render(request, "staffing/framework_version.html", {"version": found, "rows": pages.version_rows(found)})


def why_not(code: str) -> str:
    """Why nothing was published."""
    return {
        "outdated": _(
            "Someone published another framework while you were working: nothing was published. Your draft is kept; "
            "compare it with theirs, drop it, and begin from theirs."
        ),
        "unchanged": _("This is the framework in force already: nothing to publish."),
        "reason": _("Say why the framework changes: whoever is assessed by it will want to know."),
    }[code]
