"""Weights by swing and by comparing pairs: tried on the page, then taken into the draft."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.method.criteria import Grid, GridError
from trousseau.method.grid import percents
from trousseau.portfolio.showing import asked_or_404
from trousseau.selection import actions
from trousseau.selection.pages import weighing as pages
from trousseau.selection.queries import grids
from trousseau.selection.queries.ranking import grid_of


@access("edit_grid")
@require_http_methods(["GET", "POST"])
def swing(request: HttpRequest) -> HttpResponse:
    """Ask how much each swing is worth; take the weights where the person says so."""
    question = asked_or_404(request)
    grid, kept = _worked_on(person(request), grid_of(question, grids.in_force().grid))
    given = request.POST.dict() if request.method == "POST" else None
    if given is not None and "take" in given:
        try:
            points = pages.read_swing(grid, given)
        except GridError:
            pass  # the page below says what is wrong, with what was typed
        else:
            return _taken(request, grid, list(points.values()), {"by": "swing", "points": points})
    page = pages.swing_page(grid, question, given, kept)
    return render(request, "selection/swing.html", {"page": page}, status=422 if given and page.problem else 200)


@access("edit_grid")
@require_http_methods(["GET", "POST"])
def pairs(request: HttpRequest) -> HttpResponse:
    """Ask how the criteria weigh against each other, pair by pair; take the weights where the person says so."""
    question = asked_or_404(request)
    grid, kept = _worked_on(person(request), grid_of(question, grids.in_force().grid))
    given = request.POST.dict() if request.method == "POST" else None
    if given is not None and "take" in given:
        times = pages.read_pairs(grid, given)
        return _taken(request, grid, pages.compared(grid, times).weights.tolist(), pages.kept_pairs(grid, times))
    return render(request, "selection/pairs.html", {"page": pages.pairs_page(grid, given, kept)})


def _worked_on(user: User, in_force: Grid) -> tuple[Grid, dict[str, object]]:
    """The draft of a director with how its weights were found, or the grid in force."""
    draft = grids.draft_of(user)
    return (grids.read(draft.grid), draft.weighed) if draft else (in_force, grids.in_force().weighed)


def _taken(request: HttpRequest, grid: Grid, weights: list[float], weighed: dict[str, object]) -> HttpResponse:
    """The draft with the weights found, as whole per cents."""
    found = zip(grid.criteria, percents(weights), strict=True)
    try:
        taken = Grid.read(replace(grid, criteria=tuple(replace(one, weight=float(w)) for one, w in found)).as_json())
    except GridError:
        messages.error(request, _("One axis would weigh nothing: give at least one of its criteria a weight."))
        return redirect(request.path)
    actions.save_draft(person(request), taken, weighed)
    messages.success(request, _("The weights are in your draft."))
    return redirect("selection:grid")
