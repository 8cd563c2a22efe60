"""Time spent, from wherever a meeting or an action is shown: choose how long, and one is back there."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trousseau.access.hardening import safe_place
from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.plans import meeting_access
from trousseau.plans.access import living
from trousseau.plans.actions import times
from trousseau.plans.queries.times import WORDS


@access("promise")
@require_POST
def on_meeting(request: HttpRequest, public_id: str, meeting_id: str) -> HttpResponse:
    """How long a meeting took whoever says it."""
    user = person(request)
    found = meeting_access.meeting_or_404(user, account_or_404(user, public_id), meeting_id)
    duration = request.POST.get("duration", "")
    try:
        times.on_meeting(user, found, duration)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _told(duration, found.title))
    return redirect(_back(request, reverse("plans:meeting", args=[public_id, meeting_id])))


@access("promise")
@require_POST
def on_action(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """How long someone worked on an action today."""
    user = person(request)
    plan = living(user, account_or_404(user, public_id))
    action = plan.actions.select_related("plan__account").filter(public_id=key).first() if plan else None
    if action is None:
        raise Http404
    duration = request.POST.get("duration", "")
    try:
        times.on_action(user, action, duration)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _told(duration, action.what))
    return redirect(_back(request, reverse("plans:plan", args=[public_id])))


def _told(duration: str, what: str) -> str:
    if not duration:
        return _("Taken back: no time of yours on “%(what)s”.") % {"what": what}
    return _("%(time)s on “%(what)s”.") % {"time": str(WORDS[duration]).capitalize(), "what": what}


def _back(request: HttpRequest, otherwise: str) -> str:
    """Where one came from, if that is one of our pages."""
    return safe_place(request, request.POST.get("back", ""), otherwise)
