"""The grid: read, drafted, tried on the portfolio, published, remembered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.figures.selection import problem_text
from trousseau.method.criteria import GridError
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import asked_or_404
from trousseau.selection import actions
from trousseau.selection.models import GridVersion
from trousseau.selection.pages import grid as pages
from trousseau.selection.pages.draft import read_draft


@access("read_portfolio")
@require_GET
def grid(request: HttpRequest) -> HttpResponse:
    """Show the grid in force, or the draft of a director who works on one."""
    question = asked(person(request), request.GET)
    found = pages.page(person(request), question, edit="edit" in request.GET)
    return render(request, "selection/grid.html", {"page": found})


@access("edit_grid")
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep a draft and show what it would change, or say what is wrong with it."""
    question = asked_or_404(request)
    try:
        actions.save_draft(person(request), read_draft(request.POST.dict(), question))
    except GridError as error:
        problem = problem_text(error, words.language())
        found = pages.page(person(request), question, edit=True, problem=problem, typed=request.POST.dict())
        return render(request, "selection/grid.html", {"page": found}, status=422)
    return redirect("selection:grid")


@access("edit_grid")
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget the draft."""
    actions.drop_draft(person(request))
    messages.success(request, _("The draft is gone; the grid in force stays as it was."))
    return redirect("selection:grid")


@access("edit_grid")
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put the draft in force, or say why not."""
    question = asked(person(request), {})
    try:
        version = actions.publish_grid(person(request), request.POST.get("reason", "")[:500], question)
    except actions.GridPublishingError as error:
        found = pages.page(person(request), question, edit=True, problem=why_not(error.code))
        return render(request, "selection/grid.html", {"page": found}, status=422)
    messages.success(request, _("The grid is in force from now on."))
    return redirect("selection:grid_version", version.number)


@access("read_portfolio")
@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show a grid as it was published, and who entered and left the list with it."""
    found = get_object_or_404(GridVersion.objects.select_related("published_by"), number=number)
    return render(request, "selection/grid_version.html", {"page": pages.version_page(person(request), found)})


def why_not(code: str) -> str:
    """Why nothing was published."""
    return {
        "grid_outdated": _(
            "Someone published another grid while you were working: nothing was published. Your draft is kept; compare "
            "it with theirs, then try it again."
        ),
        "grid_unchanged": _("This is the grid in force already: nothing to publish."),
        "grid_reason": _("Say why the grid changes: whoever defends the list in a year will want to know."),
    }[code]
