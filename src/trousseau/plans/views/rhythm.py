"""Touchpoints promised against kept, and what each tier is promised."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.rules import access, person
from trousseau.plans.actions.touchpoints import promise_touchpoints
from trousseau.plans.models.rhythm import Level
from trousseau.plans.pages import rhythm as pages
from trousseau.plans.queries.rhythm_list import Ask
from trousseau.selection.queries import tiers


@access("read_plans")
@require_GET
def rhythm(request: HttpRequest) -> HttpResponse:
    """Client by client."""
    return render(request, "plans/rhythm.html", pages.rhythm(person(request), Ask.of(request.GET.dict())))


@access("edit_tiers")
@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: HttpRequest) -> HttpResponse:
    """What each tier is promised at each level; say it anew."""
    typed, errors = None, []
    if request.method == "POST":
        typed = {
            (tier, level): request.POST.get(f"{tier}:{level}", "")
            for tier, _name in tiers.choices()
            for level in Level.values
        }
        try:
            promise_touchpoints(person(request), typed)
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("Promised: the page of kept touchpoints follows at once."))
            return redirect("plans:rhythm")
    context = pages.promises(typed) | {"errors": errors}
    return render(request, "plans/touch_promises.html", context, status=422 if errors else 200)
