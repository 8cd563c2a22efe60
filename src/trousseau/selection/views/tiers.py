"""The tiers: read, changed in one form, tried on the portfolio, published, remembered; the days managers have."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.method.tiers import Tiers, TiersError
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import usual
from trousseau.selection import actions
from trousseau.selection.models import TierVersion
from trousseau.selection.pages import tiers as pages
from trousseau.selection.pages.tier_words import problem_text


@access("read_portfolio")
@require_GET
def tiers(request: HttpRequest) -> HttpResponse:
    """Show the tiers in force, or a director's form to change them."""
    user = person(request)
    found = pages.page(user, usual(user), edit="edit" in request.GET)
    return render(request, "selection/tiers.html", {"page": found})


@access("edit_tiers")
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Show what the tiers of the form would change, or publish them, or say what is wrong with them."""
    user, given = person(request), request.POST.dict()
    question = usual(user)

    def again(wanted: Tiers | None = None, problem: str = "") -> HttpResponse:
        found = pages.typed(user, given, question, wanted=wanted, problem=problem)
        return render(request, "selection/tiers.html", {"page": found}, status=422 if problem else 200)

    try:
        read = pages.read_form(given)
    except TiersError as error:
        return again(problem=problem_text(error, words.language()))
    if given.get("do") != "publish":
        return again(read)
    number = given.get("based_on", "")
    try:
        version = actions.publish_tiers(
            user,
            read,
            given.get("reason", "")[:500],
            based_on=int(number) if number.isdecimal() and len(number) < 9 else -1,
            asked=question,
        )
    except actions.TiersPublishingError as error:
        return again(read, why_not(error.code))
    messages.success(request, _("The tiers are in force from now on."))
    return redirect("selection:tier_version", version.number)


@access("read_portfolio")
@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show tiers as they were published."""
    found = get_object_or_404(TierVersion.objects.select_related("published_by"), number=number)
    page = pages.version_page(found, usual(person(request)))
    return render(request, "selection/tier_version.html", {"page": page})


@access("edit_tiers")
@require_POST
def days(request: HttpRequest) -> HttpResponse:
    """Keep the days a month managers have."""
    user = person(request)
    try:
        told = pages.read_days(request.POST.dict())
    except ValueError as error:
        problem = _("“{value}” is no number of days a month: give 0 to 31, or leave it empty.").format(value=error)
        found = pages.page(user, usual(user), problem=problem, typed_days=request.POST.dict())
        return render(request, "selection/tiers.html", {"page": found}, status=422)
    actions.set_manager_days(user, told)
    messages.success(request, _("The days are kept."))
    return redirect("selection:tiers")


def why_not(code: str) -> str:
    """Why nothing was published."""
    return {
        "tiers_outdated": _(
            "Someone published other tiers while you were working: nothing was published. What you typed is below; "
            "open the tiers anew to see theirs."
        ),
        "tiers_unchanged": _("These are the tiers in force already: nothing to publish."),
        "tiers_reason": _("Say why the tiers change: whoever defends a decision in a year will want to know."),
    }[code]
